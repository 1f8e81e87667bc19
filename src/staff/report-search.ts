/** What the search says of the content when each way to ask is held out once: entries that compete, phrasings that hurt. */
import type { Rival } from '../search/rivals.ts'
import type { Section } from './report-sections.ts'

/** Pairs that take fewer phrasings from each other than this are chance. */
const FEWEST = 3

/** Pairs of entries that take each other's phrasings, the worst first. */
export function competingSection(found: ReadonlyMap<string, readonly Rival[]>): Section {
  const pairs = [...found].flatMap(([locale, rivals]) =>
    [...Map.groupBy(rivals, ({ entry, rival }) => [entry, rival].sort().join(' – '))].map(([pair, each]) => ({
      locale,
      pair,
      count: each.length,
      example: each[0]!,
    })),
  )
  return {
    title: 'Entries that compete',
    text: `Ways to ask of one that lead to the other as soon as they are not learned by heart; pairs with ${FEWEST} and more. Merge the two, lead from one to the other with "related", or write ways to ask that tell them apart.`,
    columns: ['language', 'entries', 'phrasings', 'for example'],
    rows: pairs
      .filter(({ count }) => count >= FEWEST)
      .sort((a, b) => b.count - a.count || (a.pair < b.pair ? -1 : 1))
      .map(({ locale, pair, count, example }) => [
        locale,
        pair,
        String(count),
        `“${example.text}” (${example.entry})`,
      ]),
  }
}

/** Single phrasings that surely lead to another entry than theirs. */
export function hurtingSection(found: ReadonlyMap<string, readonly Rival[]>): Section {
  const rows = [...found].flatMap(([locale, rivals]) => rivals.map((rival) => ({ locale, ...rival })))
  return {
    title: 'Phrasings that hurt',
    text: 'Each leads to another entry with confidence 50 % or more when it is held out. Look whether it stands under the right entry; if people would mean both, take it out.',
    columns: ['language', 'phrasing', 'stands under', 'leads to', 'confidence'],
    rows: rows
      .sort((a, b) => b.confidence - a.confidence)
      .map(({ locale, text, entry, rival, confidence }) => [
        locale,
        text,
        entry,
        rival,
        `${Math.round(confidence * 100)} %`,
      ]),
  }
}
