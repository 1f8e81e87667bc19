import type { Fact } from '../knowledge/fact.ts'
import type { Knowledge } from '../knowledge/load.ts'
import type { CardContext } from './cards.ts'

/** Seed pages come first, then authorities, then others: the source line names the strongest one. */
const STRENGTH: Record<Fact['confidence'], number> = {
  seed: 0,
  official: 1,
  'third-party': 2,
  conflicting: 3,
  old: 4,
}

/** The facts of an answer, without ids that are not in the register. */
export function factsOf(ids: readonly string[], knowledge: Knowledge): Fact[] {
  return ids.flatMap((id) => knowledge.facts.get(id) ?? [])
}

/**
 * The line that tells where an answer comes from: the site, the page's date, and "checked on" only where a person
 * checked. Undefined where no source may be shown.
 */
export function sourceLine(facts: readonly Fact[], context: CardContext): string | undefined {
  const { say } = context
  const cited = facts
    .flatMap((fact) => fact.sources.map((source) => ({ fact, source })))
    .filter(({ source }) => source.cite !== false)
    .sort((a, b) => STRENGTH[a.fact.confidence] - STRENGTH[b.fact.confidence])[0]
  if (!cited) return undefined
  const site = new URL(cited.source.url).hostname.replace(/^www\./, '')
  const line = say('source.line', { site, date: sourceDate(cited.source.date, context) })
  const checked = cited.fact.checkedOn
  return checked ? `${line} ${say('source.checked', { day: localDay(checked, context.lang) })}` : line
}

/** A register date ("2024-04-17", "2025-03", "about 2025", "undated") as people read it. */
function sourceDate(date: string, { say, lang }: CardContext): string {
  if (date === 'undated') return say('source.undated')
  const [, word, rest] = /^(?:(about|before) )?(.+)$/.exec(date) ?? []
  const day = rest ? localDay(rest, lang) : date
  if (word === 'about') return say('source.about', { year: day })
  if (word === 'before') return say('source.before', { year: day })
  return day
}

/** `2024-04-17` or `2024-04` in the reader's language; a year or a range of years as it stands. */
export function localDay(date: string, lang: string): string {
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(date)) return date
  const day = new Date(`${date.length === 7 ? `${date}-01` : date}T00:00:00Z`)
  return new Intl.DateTimeFormat([lang, 'en'], {
    year: 'numeric',
    month: 'long',
    ...(date.length === 7 ? {} : { day: 'numeric' }),
    timeZone: 'UTC',
    // Digits that every reader of the page can compare and type.
    numberingSystem: 'latn',
    // Persian would otherwise show its own calendar, which no source uses.
    calendar: 'gregory',
  }).format(day)
}

/** Cautions that follow from the facts by data: old, in conflict, or past the month in which to check them again. */
export function cautions(facts: readonly Fact[], { say, lang, now }: CardContext): string[] {
  const month = now.toISOString().slice(0, 7)
  const perished = facts
    .flatMap(({ perishable, reviewBy }) => (perishable && reviewBy && reviewBy < month ? [reviewBy] : []))
    .sort()[0]
  return [
    ...(facts.some(({ confidence }) => confidence === 'conflicting') ? [say('notes.conflicting')] : []),
    ...(facts.some(({ confidence }) => confidence === 'old') ? [say('notes.old')] : []),
    ...(perished ? [say('notes.perished', { month: localDay(perished, lang) })] : []),
  ]
}
