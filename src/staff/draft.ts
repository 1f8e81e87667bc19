/** An entry while it is being edited, and what it would change before anything is written. */
import { searchContents } from '../bot.ts'
import type { EntryFacts } from '../knowledge/entry.ts'
import type { EntryText } from '../knowledge/load.ts'
import { DEFAULT_LOCALE } from '../language/locale.ts'
import { createSearch, type Search } from '../search/search.ts'
import { fieldsOf, formatJson, inOrder, withChanges } from './changes.ts'
import type { Content } from './content.ts'
import type { Changes } from './save.ts'

export interface Draft {
  readonly id: string
  readonly topic: string
  readonly locale: string
  /** Undefined for an entry that is new. */
  readonly before: { readonly facts: EntryFacts; readonly words?: EntryText } | undefined
  facts: EntryFacts
  question: string
  phrasings: string[]
  answer: string[]
  /** The answer says something else now, so that its translations must be read again. */
  newMeaning: boolean
  /** A person who speaks the language has read the whole text. */
  readByPerson: boolean
}

/** The draft of an entry as it stands, or of a new one. */
export function draftOf(content: Content, id: string, topic: string, locale: string): Draft {
  const entry = content.knowledge.entries.get(id)
  const facts = entry && (fieldsOf(content.folder, `topics/${topic}.json`, '')[id] as EntryFacts)
  const words =
    entry && (fieldsOf(content.folder, `${locale}/${topic}.json`, '')[id] as EntryText | undefined)
  return {
    id,
    topic,
    locale,
    before: facts && { facts, ...(words ? { words } : {}) },
    facts: facts ?? { facts: [], contacts: [], revision: 1 },
    question: words?.question ?? '',
    phrasings: [...(words?.phrasings ?? [])],
    answer: [...(words?.answer ?? [])],
    newMeaning: false,
    readByPerson: false,
  }
}

/** The files as they would be, by path. `today` is `YYYY-MM-DD`. */
export function changesOf(content: Content, draft: Draft, today: string): Changes {
  const { id, topic, locale, before } = draft
  const revision = draft.facts.revision + (before && draft.newMeaning ? 1 : 0)
  const order = [...content.knowledge.entries.values()]
    .filter((each) => each.topic === topic)
    .map((each) => each.id)
  const topicPath = `topics/${topic}.json`
  const wordsPath = `${locale}/${topic}.json`
  const topicFields = fieldsOf(content.folder, topicPath, '../../schemas/topic.json')
  const wordFields = fieldsOf(content.folder, wordsPath, '../../schemas/entries.json')
  topicFields[id] = { ...draft.facts, revision }
  const old = before?.words?.translation
  wordFields[id] = {
    question: draft.question,
    phrasings: draft.phrasings,
    answer: draft.answer,
    translation: {
      of: revision,
      // Words that nobody touched keep their author.
      by: old && !wordsChanged(draft) && !draft.readByPerson ? old.by : 'person',
      ...(draft.readByPerson
        ? { reviewed: today }
        : old?.reviewed && !wordsChanged(draft)
          ? { reviewed: old.reviewed }
          : {}),
    },
  }
  return new Map([
    [topicPath, formatJson(inOrder(topicFields, order))],
    [wordsPath, formatJson(inOrder(wordFields, order))],
  ])
}

function wordsChanged({ before, question, answer }: Draft): boolean {
  return (
    before?.words?.question !== question || JSON.stringify(before.words.answer) !== JSON.stringify(answer)
  )
}

/** What the search would make of a draft. */
export interface Rehearsal {
  /** Words of the draft that another entry answers today. */
  readonly competing: readonly { text: string; entry: string; confidence: number }[]
  /** Questions of other entries, or of sample files, that would find another entry first. */
  readonly changed: readonly { text: string; before: string | undefined; after: string | undefined }[]
}

/** Confidence from which another entry is told as a competitor. */
const COMPETES = 0.2

/**
 * Asks the search before and after the change. The quick search is used: it is there at once, and ranks nearly as the
 * trained one does.
 *
 * @param samples questions in the draft's language, beside those of all entries.
 */
export function rehearse(
  content: Content,
  draft: Draft,
  changes: Changes,
  samples: readonly string[],
): Rehearsal {
  const { locale, id } = draft
  const before = searchIn(content, locale)
  const after = searchIn(withChanges(content, changes), locale)
  const first = (search: Search, text: string) => search.find(text, { locales: [locale] }).matches[0]?.entry
  const known = new Set([draft.before?.words?.question, ...(draft.before?.words?.phrasings ?? [])])
  const fresh = [draft.question, ...draft.phrasings].filter((text) => !known.has(text))
  const competing = fresh.flatMap((text) => {
    const rival = before.find(text, { locales: [locale] }).matches.find(({ entry }) => entry !== id)
    return rival && rival.confidence >= COMPETES
      ? [{ text, entry: rival.entry, confidence: rival.confidence }]
      : []
  })
  const questions = [...(content.knowledge.locales.get(locale)?.entries ?? [])]
    .filter(([other]) => other !== id)
    .map(([, { question }]) => question)
  const changed = [...questions, ...samples]
    .map((text) => ({ text, before: first(before, text), after: first(after, text) }))
    .filter((each) => each.before !== each.after)
  return { competing, changed }
}

function searchIn(content: Content, locale: string): Search {
  const contents = searchContents(content.knowledge).filter((each) => each.locale === locale)
  return createSearch(contents, { training: 'off' })
}

/** Whether other languages must be read again after this edit. */
export function touchesTranslations({ locale, before }: Draft): boolean {
  return locale === DEFAULT_LOCALE && before !== undefined
}
