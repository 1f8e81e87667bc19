/** Ways to ask that cannot be told apart, within an entry (they count once) and between entries (they collide). */

import type { EntryText } from '../../knowledge/load.ts'
import { words } from '../../language/normalise.ts'
import { isStopWord, stem } from '../../language/stem.ts'
import { type Content, entryFile, entryLocales } from '../content.ts'
import { type Finding, finding } from '../finding.ts'

/** Share of telling stems in common from which two texts say the same … */
export const ALIKE = 0.8
/** … if they also share this much of all their words: the stop-word lists are wide and hold "home" and "course". */
const ALIKE_WORDS = 0.6
/** Distinct ways to ask that an entry should have in each language, and the entries that are asked most. */
export const FEWEST_PHRASINGS = 25

/** One way to ask, as the search compares it. */
export interface Asked {
  readonly entry: string
  readonly text: string
  readonly stems: ReadonlySet<string>
  readonly words: ReadonlySet<string>
}

/** All ways to ask of one language: each entry's question and phrasings. */
export function askedIn(entries: ReadonlyMap<string, EntryText>, locale: string): Asked[] {
  return [...entries].flatMap(([entry, { question, phrasings }]) =>
    [question, ...phrasings].map((text) => asked(entry, text, locale)),
  )
}

function asked(entry: string, text: string, locale: string): Asked {
  return { entry, text, stems: stemsOf(text, locale), words: new Set(words(text)) }
}

/** The same for texts that differ only in case, accents and punctuation. */
function keyOf(text: string): string {
  return words(text).join(' ')
}

/** Whether the search could hardly tell two texts apart. */
function alike(one: Asked, other: Asked): boolean {
  return jaccard(one.stems, other.stems) >= ALIKE && jaccard(one.words, other.words) >= ALIKE_WORDS
}

/** Stems without stop words; of a text that has nothing else, all its words. */
export function stemsOf(text: string, locale: string): Set<string> {
  const all = words(text)
  const told = all.filter((word) => !isStopWord(word, locale))
  return new Set((told.length > 0 ? told : all).map((word) => stem(word, locale)))
}

/** Share of stems in common, 0 to 1. */
export function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0
  for (const each of one) if (other.has(each)) common++
  const all = one.size + other.size - common
  return all === 0 ? 0 : common / all
}

/**
 * Pairs of texts that are alike. Only texts that share one of their rarest stems are compared: two sets with a
 * Jaccard index of at least `ALIKE` must share one of the first n − ⌈ALIKE·n⌉ + 1 stems, in any fixed order.
 */
export function* alikePairs(texts: readonly Asked[]): Generator<[Asked, Asked]> {
  const frequency = new Map<string, number>()
  for (const { stems } of texts) for (const each of stems) frequency.set(each, (frequency.get(each) ?? 0) + 1)
  const byStem = new Map<string, number[]>()
  for (const [i, text] of texts.entries()) {
    const { stems } = text
    const rarest = [...stems].sort((a, b) => frequency.get(a)! - frequency.get(b)! || (a < b ? -1 : 1))
    const candidates = new Set<number>()
    for (const each of rarest.slice(0, stems.size - Math.ceil(ALIKE * stems.size) + 1)) {
      const seen = byStem.get(each)
      if (!seen) byStem.set(each, [i])
      else {
        for (const j of seen) candidates.add(j)
        seen.push(i)
      }
    }
    for (const j of candidates) if (alike(texts[j]!, text)) yield [texts[j]!, text]
  }
}

/** How many of an entry's ways to ask differ enough from one another to count. */
export function countDistinct(texts: readonly string[], locale: string): number {
  const kept: Asked[] = []
  for (const text of texts) {
    const next = asked('', text, locale)
    if (!kept.some((each) => alike(each, next))) kept.push(next)
  }
  return kept.length
}

/** Collisions between entries, with small talk and with off-topic texts; entries with few ways to ask. */
export function* phrasingRules({ knowledge }: Content): Generator<Finding> {
  for (const locale of entryLocales(knowledge)) {
    const content = knowledge.locales.get(locale)!
    const texts = askedIn(content.entries, locale)
    const fileOf = (id: string) => entryFile(locale, knowledge.entries.get(id)?.topic ?? '…')
    const owners = new Map<string, Asked>()
    for (const each of texts) {
      const key = keyOf(each.text)
      const before = owners.get(key)
      if (!before) owners.set(key, each)
      else if (before.entry !== each.entry)
        yield finding('same words, two entries', 'fault', {
          file: fileOf(each.entry),
          at: each.entry,
          problem: `“${each.text}” also belongs to “${before.entry}”.`,
          remedy: 'Keep it where it fits better, or merge the two entries.',
        })
    }
    yield* againstOthers('an off-topic text', `knowledge/${locale}/offtopic.json`, content.offtopic, owners)
    const smalltalk = [...content.smalltalk.values()].flatMap(({ phrasings }) => phrasings)
    yield* againstOthers('small talk', `knowledge/${locale}/smalltalk.json`, smalltalk, owners)

    const told = new Set<string>()
    for (const [one, other] of alikePairs(texts)) {
      const pair = [one.entry, other.entry].sort().join(' ')
      if (one.entry === other.entry || keyOf(one.text) === keyOf(other.text) || told.has(pair)) continue
      told.add(pair)
      yield finding('nearly the same words, two entries', 'warning', {
        file: fileOf(other.entry),
        at: other.entry,
        problem: `“${other.text}” is nearly “${one.text}” of “${one.entry}”.`,
        remedy: 'Say in one of them what sets it apart, or merge the two entries.',
      })
    }

    const few = [...content.entries]
      .map(([id, { question, phrasings }]) => ({
        id,
        count: countDistinct([question, ...phrasings], locale),
      }))
      .filter(({ count }) => count < FEWEST_PHRASINGS)
    for (const [topic, items] of Map.groupBy(few, ({ id }) => knowledge.entries.get(id)?.topic ?? '…'))
      yield finding('few ways to ask', 'warning', {
        file: `knowledge/${locale}/phrasings/${topic}.json`,
        at: '',
        problem: `${items.length} ${items.length === 1 ? 'entry has' : 'entries have'} fewer than ${FEWEST_PHRASINGS} ways to ask that differ: ${items.map(({ id, count }) => `${id} (${count})`).join(', ')}.`,
        remedy: 'Add what people would write: questions, two words, a story, broken words.',
      })
  }
}

function* againstOthers(
  what: string,
  file: string,
  texts: readonly string[],
  owners: ReadonlyMap<string, Asked>,
): Generator<Finding> {
  for (const text of texts) {
    const owner = owners.get(keyOf(text))
    if (owner)
      yield finding('same words, two meanings', 'fault', {
        file,
        at: '',
        problem: `“${text}” is ${what} here, and a way to ask “${owner.entry}”.`,
        remedy: 'Keep one of the two.',
      })
  }
}
