/** What the report tells, as tables that can be shown as text, as a page or as a spreadsheet. */
import type { GroupedMiss } from '../conversation/miss.ts'
import type { Fact } from '../knowledge/fact.ts'
import { DEFAULT_LOCALE } from '../language/locale.ts'
import type { DangerDictionary } from '../protection/dictionary.ts'
import { type Content, entryLocales } from './content.ts'
import type { Finding } from './finding.ts'
import { alikePairs, askedIn, countDistinct, FEWEST_PHRASINGS } from './rules/phrasings.ts'
import { stringsIn } from './rules/prose.ts'
import { stateOf } from './sheet.ts'

export interface Section {
  readonly title: string
  /** One or two sentences: what it means and what to do. */
  readonly text: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Danger texts first: nothing else does more harm if it is wrong. */
export function dangerSection(dictionaries: readonly DangerDictionary[]): Section {
  const unread = dictionaries.filter(({ review }) => review.by === 'machine' || !review.on)
  return {
    title: 'Danger texts that no native speaker has reviewed',
    text: 'They meet people in the worst hour of their life. Have each read by somebody who speaks the language, then set "review" in its danger.json.',
    columns: ['language', 'written by', 'reviewed on'],
    rows: unread.map(({ locale, review }) => [locale, review.by, review.on ?? 'never']),
  }
}

/** State of each language: its entries, translations, ways to ask, and the bot's own sentences. */
export function coverageSection({ knowledge, ownTexts }: Content): Section {
  const english = ownTexts.get(DEFAULT_LOCALE)
  const keys = (tag: string) =>
    [...(english ?? [])].flatMap(([name, value]) => {
      if (name === 'followups' || name === 'language') return []
      const there = new Set([...stringsIn(ownTexts.get(tag)?.get(name))].map(({ at }) => at))
      return [...stringsIn(value)].map(({ at }) => there.has(at))
    })
  const tags = [...new Set([...knowledge.locales.keys(), ...ownTexts.keys()])].sort()
  return {
    title: 'Languages',
    text: `“Ways to ask” counts what differs: texts of an entry whose telling word stems agree to four fifths count once. “Few” are entries with fewer than ${FEWEST_PHRASINGS}.`,
    columns: [
      'language',
      'entries',
      'missing',
      'stale',
      'machine',
      'person',
      'reviewed',
      'ways to ask',
      'few',
      'off-topic',
      'small talk',
      'own sentences',
    ],
    rows: tags.map((tag) => {
      const locale = knowledge.locales.get(tag)
      const states = Map.groupBy(knowledge.entries.values(), ({ id, revision }) =>
        stateOf(locale?.entries.get(id), revision),
      )
      const count = (state: string) => String(states.get(state)?.length ?? 0)
      const ways = [...(locale?.entries.values() ?? [])].map(({ question, phrasings }) =>
        countDistinct([question, ...phrasings], tag),
      )
      const own = keys(tag)
      return [
        tag,
        String(locale?.entries.size ?? 0),
        ...['missing', 'stale', 'machine', 'person', 'reviewed'].map(count),
        String(ways.reduce((sum, each) => sum + each, 0)),
        String(ways.filter((each) => each < FEWEST_PHRASINGS).length),
        String(locale?.offtopic.length ?? 0),
        String(locale?.smalltalk.size ?? 0),
        own.length === 0 ? '–' : `${Math.round((own.filter(Boolean).length / own.length) * 100)} %`,
      ]
    }),
  }
}

const HARM = ['danger number', 'number or address', 'right, law or money', 'other', 'not used'] as const
type Harm = (typeof HARM)[number]

/** Facts that may have changed, those that do most harm if wrong first. */
export function factSection({ knowledge, today }: Content): Section {
  const { contacts, places, entries } = knowledge
  const numbers = new Set([...contacts.values(), ...places.values()].flatMap(({ facts }) => facts))
  const danger = new Set(
    [...contacts.values()]
      .filter(({ kinds }) => kinds?.some((kind) => kind === 'helpline' || kind === 'emergency'))
      .flatMap(({ facts }) => facts),
  )
  const usedBy = (id: string) =>
    [...entries.values()].filter(({ facts }) => facts.includes(id)).map((entry) => entry.id)
  const harmOf = ({ id, statement }: Fact, users: readonly string[]): Harm => {
    if (danger.has(id)) return 'danger number'
    if (numbers.has(id)) return 'number or address'
    if (users.length === 0) return 'not used'
    return /\d|law|right|permit|must|may/i.test(statement) ? 'right, law or money' : 'other'
  }
  const month = today.toISOString().slice(0, 7)
  const rows = [...knowledge.facts.values()]
    .filter(({ perishable, use }) => perishable && use !== 'never')
    .map((fact) => {
      const users = usedBy(fact.id)
      return { fact, users, harm: harmOf(fact, users), late: (fact.reviewBy ?? '') < month }
    })
    .sort(
      (a, b) =>
        Number(b.late) - Number(a.late) ||
        HARM.indexOf(a.harm) - HARM.indexOf(b.harm) ||
        (a.fact.id < b.fact.id ? -1 : 1),
    )
  return {
    title: 'Facts to check again, by harm if wrong',
    text: 'Look at the source or call the number, then set "checkedOn" and a new "reviewBy" in knowledge/facts. Past that month, answers carry a caution.',
    columns: ['fact', 'harm', 'check by', 'confidence', 'entries', 'what it says', 'source'],
    rows: rows.map(({ fact, users, harm, late }) => [
      fact.id,
      harm,
      `${fact.reviewBy ?? 'not set'}${late ? ' (late)' : ''}`,
      fact.confidence,
      users.join(' '),
      cut(fact.statement),
      fact.sources[0]?.url ?? '',
    ]),
  }
}

/** What only IOM can say: gaps, claims that may not be stated, sources that disagree, IOM's own numbers at second hand. */
export function confirmSection({ knowledge }: Content): Section {
  const { entries, facts, locales, contacts } = knowledge
  const users = (id: string) =>
    [...entries.values()]
      .filter((entry) => entry.facts.includes(id))
      .map((entry) => entry.id)
      .join(' ')
  const question = (id: string) => locales.get(DEFAULT_LOCALE)?.entries.get(id)?.question ?? id
  const own = new Set(
    [...contacts.values()]
      .filter(({ id }) => id === 'iom' || id.startsWith('iom-'))
      .flatMap((each) => each.facts),
  )
  const row = (why: string, fact: Fact) => [why, fact.id, cut(fact.statement), users(fact.id)]
  const all = [...facts.values()]
  return {
    title: 'To confirm with IOM before launch',
    text: 'Until then the bot says that it does not know, or adds a caution.',
    columns: ['why', 'what', 'says', 'entries'],
    rows: [
      ...all
        .filter(({ id, confidence }) => own.has(id) && confidence !== 'seed' && confidence !== 'official')
        .map((fact) => row('IOM’s own contact, told by others', fact)),
      ...[...entries.values()]
        .filter(({ referral }) => referral)
        .map(({ id }) => ['not known', id, question(id), id]),
      ...all
        .filter(({ confidence, use }) => confidence === 'conflicting' && use !== 'never')
        .map((fact) => row('sources disagree', fact)),
      ...all
        .filter(({ use, confidence }) => use === 'ask' && confidence !== 'conflicting')
        .map((fact) => row('may not be stated', fact)),
    ],
  }
}

/** Entries whose ways to ask are hard to tell apart. */
export function collisionSection({ knowledge }: Content): Section {
  const rows = entryLocales(knowledge).flatMap((locale) => {
    const pairs = new Map<string, { count: number; example: string }>()
    for (const [one, other] of alikePairs(askedIn(knowledge.locales.get(locale)!.entries, locale))) {
      if (one.entry === other.entry) continue
      const key = [one.entry, other.entry].sort().join(' – ')
      const known = pairs.get(key)
      pairs.set(key, {
        count: (known?.count ?? 0) + 1,
        example: known?.example ?? `“${one.text}” / “${other.text}”`,
      })
    }
    return [...pairs].map(([pair, { count, example }]) => ({ locale, pair, count, example }))
  })
  return {
    title: 'Entries that collide',
    text: 'The search cannot tell these ways to ask apart. Merge the entries, or say in one of them what sets it apart.',
    columns: ['language', 'entries', 'pairs', 'example'],
    rows: rows
      .sort((a, b) => b.count - a.count)
      .map(({ locale, pair, count, example }) => [locale, pair, String(count), example]),
  }
}

/** Entries that none of the test questions brought up among the first three. */
export function unreachedSection({ knowledge }: Content, reached: ReadonlySet<string> | undefined): Section {
  const unreached = reached ? [...knowledge.entries.values()].filter(({ id }) => !reached.has(id)) : []
  return {
    title: 'Entries that no test question reaches',
    text: reached
      ? 'Ask for each in the words of people; if it does not come up, its ways to ask are too few or too near to another entry.'
      : 'Name files of test questions to see them: npm run report -- --questions FILE…',
    columns: ['entry', 'topic', 'question'],
    rows: unreached.map(({ id, topic }) => [
      id,
      topic,
      knowledge.locales.get(DEFAULT_LOCALE)?.entries.get(id)?.question ?? '',
    ]),
  }
}

/** Questions that found no answer, kept with consent, without author. */
export function missSection(
  misses: readonly GroupedMiss[],
  feedback: readonly { entry: string; locale: string; helped: number; notHelped: number }[],
): Section[] {
  return [
    {
      title: 'Questions without an answer (30 days)',
      text: 'Scrubbed, without author. What returns here deserves an entry, or more ways to ask.',
      columns: ['day', 'language', 'times', 'why', 'question'],
      rows: misses.map(({ day, locale, count, reason, text }) => [day, locale, String(count), reason, text]),
    },
    {
      title: 'Answers that did not help',
      text: 'Only entries with at least five voices.',
      columns: ['entry', 'language', 'helped', 'did not help'],
      rows: [...feedback]
        .sort((a, b) => b.notHelped - a.notHelped)
        .map(({ entry, locale, helped, notHelped }) => [entry, locale, String(helped), String(notHelped)]),
    },
  ]
}

/** How many findings each rule of the check has. */
export function checkSection(findings: readonly Finding[]): Section {
  return {
    title: 'What the check finds',
    text: 'npm run check tells each with its place and remedy.',
    columns: ['rule', 'level', 'times'],
    rows: [...Map.groupBy(findings, ({ rule, level }) => `${rule}\n${level}`)].map(([key, each]) => [
      ...key.split('\n'),
      String(each.length),
    ]),
  }
}

const LONGEST_CELL = 140

function cut(text: string): string {
  return text.length <= LONGEST_CELL ? text : `${text.slice(0, LONGEST_CELL - 1)}…`
}
