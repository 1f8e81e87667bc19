/**
 * What a schema cannot say: whether names lead somewhere and may be used. A fault here keeps the content from being
 * loaded. What only makes an answer worse (length, tone, missing translations) is told by `npm run check`.
 */
import type { Fault } from '../fault.ts'
import { DEFAULT_LOCALE } from '../language/locale.ts'
import type { Knowledge, Origins } from './load.ts'

interface Rule {
  readonly name: string
  faults(knowledge: Knowledge, origins: Origins): Iterable<Fault>
}

/** The rules that loading applies, by name. */
export const RULES: readonly Rule[] = [
  { name: 'facts exist and may be used', faults: factsMayBeUsed },
  { name: 'contacts, places and related entries exist', faults: namesLeadSomewhere },
  { name: 'contacts and places rest on facts', faults: contactsRestOnFacts },
  { name: 'one name for one thing', faults: oneNamespace },
  { name: 'every entry has words', faults: entriesHaveWords },
  { name: 'every topic has a title', faults: topicsHaveTitles },
  { name: 'translations do not run ahead', faults: translationsNotAhead },
]

/** All faults of all rules. */
export function applyRules(knowledge: Knowledge, origins: Origins): Fault[] {
  return RULES.flatMap((rule) => [...rule.faults(knowledge, origins)])
}

function* factsMayBeUsed({ entries, facts }: Knowledge, origins: Origins): Iterable<Fault> {
  for (const { id, facts: used } of entries.values()) {
    const file = origins.entries.get(id) ?? 'topics'
    for (const factId of used) {
      const fact = facts.get(factId)
      if (!fact)
        yield {
          file,
          at: `${id}.facts`,
          problem: `There is no fact “${factId}”.`,
          remedy: 'Correct the id; the register is in knowledge/facts.',
        }
      else if (fact.use === 'never')
        yield {
          file,
          at: `${id}.facts`,
          problem: `The fact ${factId} must not be used in answers.`,
          remedy: 'Remove it here, and say whom to ask instead.',
        }
    }
  }
}

function* namesLeadSomewhere({ entries, contacts, places }: Knowledge, origins: Origins): Iterable<Fault> {
  for (const entry of entries.values()) {
    const named = [
      ['contacts', entry.contacts, contacts, 'contacts.json'],
      ['places', entry.places ?? [], places, 'places.json'],
      ['related', entry.related ?? [], entries, 'the topic files'],
    ] as const
    for (const [field, ids, known, where] of named) {
      for (const id of ids) {
        const itself = field === 'related' && id === entry.id
        if (known.has(id) && !itself) continue
        yield {
          file: origins.entries.get(entry.id) ?? 'topics',
          at: `${entry.id}.${field}`,
          problem: itself ? 'The entry names itself.' : `“${id}” is not in ${where}.`,
          remedy: 'Correct the id, add what is missing, or remove it.',
        }
      }
    }
  }
}

function* contactsRestOnFacts({ contacts, places, facts }: Knowledge, origins: Origins): Iterable<Fault> {
  const owners = [
    ['contacts.json', contacts.values(), origins.contacts],
    ['places.json', places.values(), origins.places],
  ] as const
  for (const [fallback, items, from] of owners) {
    for (const { id, facts: used } of items) {
      for (const factId of used) {
        const fact = facts.get(factId)
        if (fact && fact.use !== 'never') continue
        yield {
          file: from.get(id) ?? fallback,
          at: `${id}.facts`,
          problem: fact ? `The fact ${factId} must not be used.` : `There is no fact “${factId}”.`,
          remedy: 'Name the fact that gives these numbers or this address, or remove the item.',
        }
      }
    }
  }
  for (const { id, contact } of places.values()) {
    if (contact !== undefined && !contacts.has(contact))
      yield {
        file: origins.places.get(id) ?? 'places.json',
        at: `${id}.contact`,
        problem: `“${contact}” is not in contacts.json.`,
        remedy: 'Correct the id, or add the contact.',
      }
  }
}

function* oneNamespace({ topics, entries }: Knowledge, origins: Origins): Iterable<Fault> {
  const seen = new Set<string>()
  for (const { id } of topics) {
    if (seen.has(id))
      yield {
        file: 'topics.json',
        at: id,
        problem: 'The topic stands twice.',
        remedy: 'Keep one of the two.',
      }
    seen.add(id)
    if (entries.has(id))
      yield {
        file: origins.entries.get(id) ?? 'topics',
        at: id,
        problem: 'A topic has the same id as this entry.',
        remedy: 'Give the entry another id: buttons and links name both alike.',
      }
  }
}

function* entriesHaveWords({ entries, locales }: Knowledge, origins: Origins): Iterable<Fault> {
  for (const { id, topic } of entries.values()) {
    if (![...locales.values()].some((locale) => locale.entries.has(id)))
      yield {
        file: origins.entries.get(id) ?? 'topics',
        at: id,
        problem: 'The entry has no words in any language.',
        remedy: `Write them in ${DEFAULT_LOCALE}/${topic}.json, or remove the entry.`,
      }
  }
  for (const [tag, locale] of locales) {
    for (const id of locale.entries.keys()) {
      if (!entries.has(id))
        yield {
          file: `knowledge/${tag}`,
          at: id,
          problem: 'These words belong to no entry.',
          remedy: 'Add the entry to the file of its topic in knowledge/topics, or correct the id.',
        }
    }
  }
}

function* topicsHaveTitles({ topics, entries, locales }: Knowledge): Iterable<Fault> {
  const used = new Set([...entries.values()].map(({ topic }) => topic))
  for (const { id } of topics) {
    if (used.has(id) && !locales.get(DEFAULT_LOCALE)?.titles.has(id))
      yield {
        file: `knowledge/${DEFAULT_LOCALE}/topics.json`,
        at: id,
        problem: 'The topic has no title.',
        remedy: `Add "${id}": { "title": "…" }.`,
      }
  }
}

function* translationsNotAhead({ entries, locales }: Knowledge): Iterable<Fault> {
  for (const [tag, locale] of locales) {
    for (const [id, { translation }] of locale.entries) {
      const entry = entries.get(id)
      if (entry && translation.of > entry.revision)
        yield {
          file: `knowledge/${tag}/${entry.topic}.json`,
          at: `${id}.translation.of`,
          problem: `It names revision ${translation.of}, but the entry is at ${entry.revision}.`,
          remedy: 'Raise the revision in the topic file, or lower this number.',
        }
    }
  }
}
