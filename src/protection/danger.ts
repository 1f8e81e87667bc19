import { featuresOf, type Guess, guesser, type Lessons, type Sample, train } from './classifier.ts'
import { DANGER_KINDS, type DangerDictionary, type DangerKind, type WordGroup } from './dictionary.ts'
import { PATTERNS, SIGNS } from './patterns.ts'
import {
  calmHits,
  type Hit,
  ideasOf,
  Reader,
  type Reading,
  type ReadingMemory,
  spell,
  spellingsOf,
  toneOf,
  UNKNOWN_SHARE,
} from './reading.ts'
import { tonesOf } from './tones.ts'

/** Somebody seems to be in danger. */
export interface Danger {
  /** Every kind that the message may tell of, most likely first. */
  readonly kinds: readonly DangerKind[]
  /** The kind that leads. */
  readonly first: DangerKind
  /** Language in which the danger is told. */
  readonly locale: string
  /** The writer seems to be a child. */
  readonly childWriter: boolean
  /** Word groups that were found and not denied. */
  readonly signs: readonly WordGroup[]
  readonly why: Why
}

/** Why the detector fired or stayed calm, for `npm run ask`. */
export interface Why {
  /** Phrases of the dictionary that were found. */
  readonly phrases: readonly string[]
  /** Word groups that together tell of danger, as `kind: words`. */
  readonly patterns: readonly string[]
  /** Probability, 0 to 1, by the examples. */
  readonly probability: number
  /** Word groups that may be a sign of danger by themselves. */
  readonly signs: readonly string[]
  /** Calm settings that raised the bar. */
  readonly calm: readonly string[]
}

export interface Verdict {
  readonly danger: Danger | undefined
  readonly why: Why
}

export interface DangerDetector {
  /** Danger in a text, or undefined. `locales` are the languages that the turn is likely in; they only settle ties. */
  detect(text: string, options?: { locales?: readonly string[] }): Danger | undefined
  /** The same with the reasons, also where it stays calm. */
  explain(text: string, options?: { locales?: readonly string[] }): Verdict
}

/**
 * Bars for the probability by the examples, set by leaving out a fifth of the examples in turn
 * (`node tools/danger-eval.ts --cross`): lower where a phrase, a pattern or a sign already speaks, higher in a calm
 * setting and where no language is at home in the text. Who says in plain words that they will end their life is believed
 * soonest (`despair`): thanks and farewells around it read like calm to the examples. One word ("suicide") is talk of it.
 */
const BARS = {
  despair: 0.02,
  phrase: 0.12,
  pattern: 0.35,
  sign: 0.2,
  alone: 0.29,
  calm: 0.4,
  unknown: 0.65,
} as const
/**
 * A kind is named beside the first one from this share of its score on. Where one call is all that counts, only a kind
 * that is nearly as likely; elsewhere also an unlikely one, since a number too many is better than the right one lacking.
 */
const ALSO = { oneCall: 0.4, elsewhere: 0.12 } as const
const ONE_CALL: readonly DangerKind[] = ['medical', 'suicide', 'stranded', 'child-missing']
/** Words between the first and the last group of a pattern, at most. */
const PATTERN_REACH = 30
/** Words of two languages make one pattern only where each has this share of the text. */
const MIXED_SHARE = 0.25
/** Long stories are also read in pieces, so that one sentence of danger is not drowned. */
const PIECE = 14
const PIECE_STEP = 7
/** What an everyday text of the knowledge base counts beside one that staff wrote down as calm. */
const ORDINARY_WEIGHT = 1

interface Judged {
  readonly reading: Reading
  readonly guess: Guess<DangerKind>
  readonly phrases: readonly Hit[]
  readonly patterns: readonly { kind: DangerKind; hits: readonly Hit[] }[]
  readonly calm: readonly Hit[]
}

/** Where lessons are kept between starts. */
export interface LessonStore {
  read(): Lessons | undefined
  write(lessons: Lessons): void
}

/**
 * A detector that has learnt from these dictionaries. Learning takes some seconds; build it once.
 *
 * @param store holds what was learnt of exactly these dictionaries, if it was before
 */
export function createDangerDetector(
  dictionaries: readonly DangerDictionary[],
  store?: LessonStore,
): DangerDetector {
  const reader = new Reader(dictionaries)
  const guessOf = guesser(lessonsOf(reader, dictionaries, store), DANGER_KINDS)

  function judge(reading: Reading): Judged {
    const parts = pieces(reading).map(([from, to]) =>
      guessOf(featuresOf(reading.words.slice(from, to + 1), ideasOf(reading, from, to), reading.tones)),
    )
    const guess = parts.reduce((best, next) => (next.danger > best.danger ? next : best))
    return {
      reading,
      guess,
      phrases: reading.hits.filter(({ kind, denied }) => kind !== undefined && !denied),
      patterns: patternsIn(reading),
      calm: calmHits(reading),
    }
  }

  function explain(text: string, { locales = [] }: { locales?: readonly string[] } = {}): Verdict {
    const judged = reader.read(text).map(judge)
    const best = judged.reduce<Judged | undefined>(
      (kept, next) => (kept === undefined || strength(next) > strength(kept) ? next : kept),
      undefined,
    )
    if (best === undefined) return { danger: undefined, why: noReason }
    const why: Why = {
      phrases: best.phrases.map(({ written }) => written),
      patterns: best.patterns.map(
        ({ kind, hits }) => `${kind}: ${hits.map(({ written }) => written).join(' + ')}`,
      ),
      probability: best.guess.danger,
      signs: signsOf(best.reading).filter((group) => SIGNS.has(group)),
      calm: best.calm.map(({ written }) => written),
    }
    if (strength(best) <= 0) return { danger: undefined, why }
    const kinds = kindsOf(best)
    return {
      danger: {
        kinds,
        first: kinds[0]!,
        locale: localeOf(best, locales),
        childWriter: best.reading.hits.some(({ group }) => group === 'child-writer'),
        signs: signsOf(best.reading),
        why,
      },
      why,
    }
  }

  return { explain, detect: (text, options) => explain(text, options).danger }
}

const noReason: Why = { phrases: [], patterns: [], probability: 0, signs: [], calm: [] }

function lessonsOf(
  reader: Reader,
  dictionaries: readonly DangerDictionary[],
  store: LessonStore | undefined,
): Lessons {
  const kept = store?.read()
  if (kept) return kept
  const lessons = learn(reader, dictionaries)
  store?.write(lessons)
  return lessons
}

/**
 * Trains on the dictionaries, in every spelling of each language. Danger and calm count the same in each language,
 * however many examples of either its staff have written.
 */
function learn(reader: Reader, dictionaries: readonly DangerDictionary[]): Lessons {
  const phrases: ReadingMemory = new Map([
    ['written', new Map()],
    ['cyrillic', new Map()],
    ['arabic', new Map()],
  ])
  const letters = new Map<string, readonly number[]>()
  const samples = dictionaries.flatMap((dictionary) => {
    const dangers = Object.values(dictionary.examples).reduce((sum, { length }) => sum + length, 0)
    const middle = Math.sqrt(dangers * dictionary.calm.length)
    return spellingsOf(dictionary.locale).flatMap((spelling) => {
      const sample = (text: string, kind: DangerKind | undefined): Sample<DangerKind>[] => {
        const { words, sentence } = spell(text, spelling)
        if (words.length === 0) return []
        const tones = spelling === 'written' ? tonesOf(text) : undefined
        const reading = reader.reading(spelling, words, sentence, toneOf(text), { memory: phrases, tones })
        const weight = middle / (kind === undefined ? dictionary.calm.length : dangers)
        return [{ features: featuresOf(words, ideasOf(reading), tones, letters), kind, weight }]
      }
      return [
        ...DANGER_KINDS.flatMap((kind) => dictionary.examples[kind].flatMap((text) => sample(text, kind))),
        ...dictionary.calm.flatMap((text) => sample(text, undefined)),
        ...(dictionary.ordinary ?? []).flatMap((text) =>
          sample(text, undefined).map((each) => ({ ...each, weight: each.weight * ORDINARY_WEIGHT })),
        ),
      ]
    })
  })
  return train(samples, DANGER_KINDS)
}

/** How far the reading is above its bar; at or below 0 it is calm. */
function strength(judged: Judged): number {
  const bar = barOf(judged)
  const told = judged.phrases.length > 0 || judged.patterns.length > 0
  const laughs = judged.reading.tone.laughs && !told
  const isCalm = judged.calm.length > 0 || laughs || onlyDenied(judged.reading)
  return judged.guess.danger - (isCalm ? Math.max(BARS.calm, bar) : bar)
}

/** "Nobody beats me": what would be a sign is denied, and there is no other. */
function onlyDenied({ hits }: Reading): boolean {
  const isSign = ({ group, kind }: Hit) => kind !== undefined || (group !== undefined && SIGNS.has(group))
  const signs = hits.filter(isSign)
  return signs.length > 0 && signs.every(({ denied }) => denied)
}

function barOf({ reading, phrases, patterns }: Judged): number {
  if (phrases.some(({ kind, from, to }) => kind === 'suicide' && to > from)) return BARS.despair
  if (phrases.length > 0) return BARS.phrase
  if (patterns.length > 0) return BARS.pattern
  if (Math.max(...reading.share.values()) < UNKNOWN_SHARE) return BARS.unknown
  return signsOf(reading).some((group) => SIGNS.has(group)) ? BARS.sign : BARS.alone
}

/** The whole reading, each of its sentences, and overlapping pieces where it is long. */
function pieces({ words, sentence }: Reading): [number, number][] {
  const last = words.length - 1
  const parts: [number, number][] = [[0, last]]
  for (let from = 0; from <= last; ) {
    let to = from
    while (sentence[to + 1] === sentence[from]) to++
    if (to > from && to - from < last) parts.push([from, to])
    from = to + 1
  }
  if (words.length <= PIECE * 1.5) return parts
  for (let from = 0; from < words.length; from += PIECE_STEP) {
    parts.push([from, Math.min(words.length, from + PIECE) - 1])
    if (from + PIECE >= words.length) break
  }
  return parts
}

function patternsIn({ hits, share }: Reading): { kind: DangerKind; hits: Hit[] }[] {
  const atHome = ({ locale }: Hit) => (share.get(locale) ?? 0) >= MIXED_SHARE
  const byGroup = new Map<WordGroup, Hit[]>()
  for (const hit of hits) {
    if (hit.group === undefined || hit.denied) continue
    byGroup.set(hit.group, [...(byGroup.get(hit.group) ?? []), hit])
  }
  return PATTERNS.flatMap(({ kind, all }) => {
    const first = all[0]!.flatMap((group) => byGroup.get(group) ?? [])
    for (const start of first) {
      const used = [start]
      for (const groups of all.slice(1)) {
        const next = groups
          .flatMap((group) => byGroup.get(group) ?? [])
          .find(
            (hit) =>
              used.every(({ from, to }) => hit.from > to || hit.to < from) &&
              Math.abs(hit.from - start.from) <= PATTERN_REACH &&
              (hit.locale === start.locale || (atHome(hit) && atHome(start))),
          )
        if (next === undefined) break
        used.push(next)
      }
      if (used.length === all.length) return [{ kind, hits: used }]
    }
    return []
  })
}

function kindsOf({ guess, phrases, patterns }: Judged): DangerKind[] {
  const score = new Map(DANGER_KINDS.map((kind) => [kind, guess.kinds.get(kind) ?? 0]))
  const raise = (kind: DangerKind, by: number) => score.set(kind, (score.get(kind) ?? 0) + by)
  for (const kind of new Set(phrases.map((hit) => hit.kind!))) raise(kind, 0.6)
  for (const kind of new Set(patterns.map((pattern) => pattern.kind))) raise(kind, 0.3)
  const ranked = [...score].sort(([, a], [, b]) => b - a)
  const [first, top] = ranked[0]!
  const least = top * (ONE_CALL.includes(first) ? ALSO.oneCall : ALSO.elsewhere)
  return ranked.filter(([, value]) => value >= least).map(([kind]) => kind)
}

function signsOf({ hits }: Reading): WordGroup[] {
  return [...new Set(hits.flatMap(({ group, denied }) => (group === undefined || denied ? [] : [group])))]
}

function localeOf({ reading, phrases, patterns }: Judged, likely: readonly string[]): string {
  const votes = new Map([...reading.share].map(([locale, share]) => [locale, share]))
  for (const { locale } of [...phrases, ...patterns.flatMap(({ hits }) => hits)]) {
    votes.set(locale, (votes.get(locale) ?? 0) + 0.05)
  }
  for (const locale of likely) if (votes.has(locale)) votes.set(locale, votes.get(locale)! + 0.1)
  return [...votes].sort(([, a], [, b]) => b - a)[0]![0]
}
