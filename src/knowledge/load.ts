/** The content folder as knowledge that the bot can answer from, or every fault that stands against it. */
import { createHash } from 'node:crypto'
import { ContentError, type Fault } from '../fault.ts'
import { type Contact, ContactFile } from './contact.ts'
import {
  EntriesFile,
  type EntryFacts,
  type EntryWords,
  NamesFile,
  OfftopicFile,
  PhrasingsFile,
  SMALLTALK_ACTS,
  type Smalltalk,
  type SmalltalkAct,
  SmalltalkFile,
  TopicFile,
} from './entry.ts'
import { type Fact, FactFile } from './fact.ts'
import { type Place, PlaceFile } from './place.ts'
import { type ContentFile, type Folder, readAs, readFolder } from './read.ts'
import { applyRules } from './rules.ts'
import { ID, LOCALE_TAG } from './shared.ts'
import { type Topic, TopicList, TopicTitles } from './topic.ts'
import { TownFile } from './towns.ts'

/** An entry without its words. */
export interface Entry extends EntryFacts {
  readonly id: string
  /** Id of the topic in whose file it stands. */
  readonly topic: string
}

/** An entry's words in one language. `phrasings` holds the typical ones first, then those of the phrasings file. */
export type EntryText = EntryWords

export interface LocaleContent {
  /** Topic id → title. */
  readonly titles: ReadonlyMap<string, string>
  /** Entry id → words; entries that have none in this language are absent. */
  readonly entries: ReadonlyMap<string, EntryText>
  readonly offtopic: readonly string[]
  /** Names of places elsewhere, by kind; empty where the language has no list. */
  readonly names: Readonly<Record<string, readonly string[]>>
  readonly smalltalk: ReadonlyMap<SmalltalkAct, Smalltalk>
}

export interface Knowledge {
  /** In the order in which they are listed. */
  readonly topics: readonly Topic[]
  readonly facts: ReadonlyMap<string, Fact>
  readonly contacts: ReadonlyMap<string, Contact>
  readonly places: ReadonlyMap<string, Place>
  /** In the order of topics and files. */
  readonly entries: ReadonlyMap<string, Entry>
  /** By language tag. A language may have only small talk. */
  readonly locales: ReadonlyMap<string, LocaleContent>
  /** SHA-256 over all files of the folder, in hex: the same content has the same hash on every machine. */
  readonly hash: string
  /** The same over parts, so that what is costly to build is built anew only where its part has changed. */
  readonly partHashes: {
    /** What the search learns from: ways to ask, off-topic texts, small talk. */
    readonly asked: string
    /** All danger.json files. */
    readonly danger: string
    readonly towns: string
  }
}

/** Where each thing was read, so that a rule can say where to mend it. */
export interface Origins {
  readonly facts: Map<string, string>
  readonly contacts: Map<string, string>
  readonly places: Map<string, string>
  readonly entries: Map<string, string>
}

/**
 * Reads and checks a content folder.
 *
 * @param options.knowledgeDir folder with topics.json, facts/, contacts.json, places.json, topics/ and one folder per language.
 * @throws ContentError with every fault at once: broken JSON, unknown fields, names that lead nowhere.
 */
export async function loadKnowledge({ knowledgeDir }: { knowledgeDir: string }): Promise<Knowledge> {
  const { knowledge, faults } = await readKnowledge(knowledgeDir)
  if (faults.length > 0) throw new ContentError(faults)
  return knowledge
}

/** As `loadKnowledge`, but returns what could be read beside the faults: for `npm run check`, which goes on looking. */
export async function readKnowledge(folder: string): Promise<{ knowledge: Knowledge; faults: Fault[] }> {
  return knowledgeOf(await readFolder(folder))
}

/** The knowledge in a folder that was read already, perhaps with changes that are not on disk yet. */
export function knowledgeOf(folder: Folder): { knowledge: Knowledge; faults: Fault[] } {
  const { files, hash } = folder
  const faults = [...folder.faults]
  const origins: Origins = { facts: new Map(), contacts: new Map(), places: new Map(), entries: new Map() }
  const topicList = files.get('topics.json')
  const topics = (topicList && readAs(topicList, TopicList, faults)?.topics) ?? []
  if (!topicList) faults.push(missing('topics.json', 'the list of topics'))

  const facts = new Map<string, Fact>()
  const contacts = new Map<string, Contact>()
  const places = new Map<string, Place>()
  const entries = new Map<string, Entry>()
  const locales = new Map<string, MutableLocale>()
  const phrasings: { file: ContentFile; locale: MutableLocale; byEntry: Record<string, unknown> }[] = []
  const unread = new Set<string>()
  const topicIds = new Set(topics.map(({ id }) => id))

  // What does not depend on language first: the words of an entry are held against it.
  const inOrder = [...files.values()].sort((a, b) => Number(isWords(a)) - Number(isWords(b)))
  for (const file of inOrder) {
    const [first = '', second = '', third] = file.path.split('/')
    if (file.path === 'topics.json') continue
    if (file.path === 'contacts.json')
      collect(readAs(file, ContactFile, faults)?.contacts, contacts, origins.contacts, file)
    else if (file.path === 'places.json')
      collect(readAs(file, PlaceFile, faults)?.places, places, origins.places, file)
    else if (file.path === 'towns.json') readAs(file, TownFile, faults)
    else if (first === 'facts' && !third)
      collect(readAs(file, FactFile, faults)?.facts, facts, origins.facts, file)
    else if (first === 'topics' && !third) readTopicFile(file, second.replace(/\.json$/, ''))
    else if (LOCALE_TAG.test(first) && second) readLocaleFile(file, first, second, third)
    else
      faults.push({
        file: file.shown,
        at: '',
        problem: 'This file has no place here.',
        remedy: 'Move it to the folder of a language, or delete it.',
      })
  }
  // Phrasings join their entries once all files of the language are read.
  for (const { file, locale, byEntry } of phrasings) {
    for (const [id, more] of entriesOf<string[]>(byEntry)) {
      const words = locale.entries.get(id)
      // Where the entries themselves could not be read, that is told, and nothing here is wrong.
      if (!words && unread.has(file.path.replace('/phrasings/', '/'))) continue
      if (words) locale.entries.set(id, { ...words, phrasings: [...new Set([...words.phrasings, ...more])] })
      else
        faults.push({
          file: file.shown,
          at: id,
          problem: 'These phrasings belong to no entry of this language.',
          remedy: `Write the entry “${id}” first, or correct the id.`,
        })
    }
  }
  const order = new Map(topics.map(({ id }, i) => [id, i]))
  const ordered = [...entries.values()].sort(
    (a, b) => (order.get(a.topic) ?? topics.length) - (order.get(b.topic) ?? topics.length),
  )
  const knowledge: Knowledge = {
    topics,
    facts,
    contacts,
    places,
    entries: new Map(ordered.map((entry) => [entry.id, entry])),
    locales,
    hash,
    partHashes: {
      asked: hashOf([...locales].map(askedOf)),
      danger: hashOf([...files.values()].filter(({ path }) => path.endsWith('/danger.json'))),
      towns: hashOf(files.get('towns.json')),
    },
  }
  faults.push(...applyRules(knowledge, origins))
  return { knowledge, faults }

  function collect<T extends { id: string }>(
    items: readonly T[] | undefined,
    into: Map<string, T>,
    from: Map<string, string>,
    file: ContentFile,
  ) {
    for (const item of items ?? []) {
      const before = from.get(item.id)
      if (before)
        faults.push({
          file: file.shown,
          at: item.id,
          problem: `The id “${item.id}” is taken already (in ${before}).`,
          remedy: 'Give this one another id, or remove it.',
        })
      else {
        into.set(item.id, item)
        from.set(item.id, file.shown)
      }
    }
  }

  function readTopicFile(file: ContentFile, topic: string) {
    if (!topicIds.has(topic)) faults.push(unknownTopic(file, topic))
    const read = readAs(file, TopicFile, faults)
    const items: Entry[] = []
    for (const [id, entry] of entriesOf<EntryFacts>(read)) {
      if (ID.test(id)) items.push({ ...entry, id, topic })
      else
        faults.push({
          file: file.shown,
          at: id,
          problem: 'This id cannot be used.',
          remedy: 'Small letters a to z, digits and hyphens, at most 48.',
        })
    }
    collect(items, entries, origins.entries, file)
  }

  function readLocaleFile(file: ContentFile, tag: string, second: string, third: string | undefined) {
    const locale = locales.get(tag) ?? newLocale()
    locales.set(tag, locale)
    if (third && second === 'phrasings') {
      const topic = third.replace(/\.json$/, '')
      if (!topicIds.has(topic)) faults.push(unknownTopic(file, topic))
      const read = readAs(file, PhrasingsFile, faults)
      if (read) phrasings.push({ file, locale, byEntry: read })
    } else if (third) {
      faults.push({
        file: file.shown,
        at: '',
        problem: 'This file has no place here.',
        remedy: 'The only folder inside a language is phrasings.',
      })
    } else if (second === 'topics.json') {
      for (const [id, { title }] of entriesOf<{ title: string }>(readAs(file, TopicTitles, faults))) {
        if (topicIds.has(id)) locale.titles.set(id, title)
        else faults.push(unknownTopic(file, id, id))
      }
    } else if (second === 'offtopic.json') {
      locale.offtopic.push(...(readAs(file, OfftopicFile, faults)?.texts ?? []))
    } else if (second === 'names.json') {
      const { $schema: _, ...names } = readAs(file, NamesFile, faults) ?? {}
      Object.assign(locale.names, names)
    } else if (second === 'smalltalk.json') {
      const read = readAs(file, SmalltalkFile, faults)
      for (const act of SMALLTALK_ACTS) if (read?.[act]) locale.smalltalk.set(act, read[act])
    } else if (second !== 'danger.json') {
      // danger.json belongs to the protection, which reads it through its own schema.
      const topic = second.replace(/\.json$/, '')
      if (!topicIds.has(topic)) faults.push(unknownTopic(file, topic))
      const read = readAs(file, EntriesFile, faults)
      if (!read) unread.add(file.path)
      for (const [id, words] of entriesOf<EntryText>(read)) {
        if (locale.entries.has(id))
          faults.push({
            file: file.shown,
            at: id,
            problem: 'The entry is written twice in this language.',
            remedy: 'Keep one of the two.',
          })
        locale.entries.set(id, words)
        const home = entries.get(id)
        if (home && home.topic !== topic)
          faults.push({
            file: file.shown,
            at: id,
            problem: `This entry belongs to the topic “${home.topic}”.`,
            remedy: `Move it to ${tag}/${home.topic}.json.`,
          })
      }
    }
  }
}

function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex')
}

/** A language without its answers and translation states. */
function askedOf([tag, { entries, offtopic, names, smalltalk }]: [string, LocaleContent]): unknown {
  const ways = [...entries].map(([id, { question, phrasings }]) => [id, question, phrasings])
  const acts = [...smalltalk].map(([act, { phrasings }]) => [act, phrasings])
  return [tag, ways, offtopic, names, acts]
}

interface MutableLocale extends LocaleContent {
  readonly titles: Map<string, string>
  readonly entries: Map<string, EntryText>
  readonly offtopic: string[]
  readonly names: Record<string, readonly string[]>
  readonly smalltalk: Map<SmalltalkAct, Smalltalk>
}

function newLocale(): MutableLocale {
  return { titles: new Map(), entries: new Map(), offtopic: [], names: {}, smalltalk: new Map() }
}

/** Whether a file stands in the folder of a language. */
function isWords({ path }: ContentFile): boolean {
  return path.includes('/') && !path.startsWith('facts/') && !path.startsWith('topics/')
}

/** The entries of a file whose one other field is `$schema`. */
function entriesOf<T>(read: object | undefined): [string, T][] {
  return Object.entries(read ?? {}).filter(([key]) => key !== '$schema') as [string, T][]
}

function missing(path: string, what: string): Fault {
  return { file: path, at: '', problem: `The file is missing: ${what}.`, remedy: 'Put it back.' }
}

function unknownTopic(file: ContentFile, topic: string, at = ''): Fault {
  return {
    file: file.shown,
    at,
    problem: `There is no topic “${topic}”.`,
    remedy: 'Correct the name, or add the topic to topics.json.',
  }
}

export type { Contact, Fact, Place, Topic }
