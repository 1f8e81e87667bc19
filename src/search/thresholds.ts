import {
  ENTRY_EVIDENCE,
  type Lesson,
  likeliest,
  NONE_EVIDENCE,
  probabilities,
  type Weights,
} from './judge.ts'

/** From where on a question is answered, or offered a choice; all probabilities. */
export interface Thresholds {
  /** Least confidence in the best entry for an answer … */
  readonly answer: number
  /** … and least probability that any entry answers. */
  readonly sure: number
  /** Least probability that any entry answers for offering a choice … */
  readonly any: number
  /** … and least that one of the three best does. */
  readonly choose: number
}

const entry = (values: Partial<Record<(typeof ENTRY_EVIDENCE)[number], number>>): Float64Array =>
  Float64Array.from(ENTRY_EVIDENCE, (name) => values[name] ?? 0)
const none = (values: Partial<Record<(typeof NONE_EVIDENCE)[number], number>>): Float64Array =>
  Float64Array.from(NONE_EVIDENCE, (name) => values[name] ?? 0)

/** Where the judge starts. */
export const PRIOR: Readonly<Record<'trained' | 'quick', Weights>> = {
  trained: {
    entry: entry({ regression: 1.1, centroid: 1, bm25: 1, covered: 0.8, centroidShare: 0.7, foreign: -0.3 }),
    none: none({ always: 2, centroid: 2, reject: 0.6, offtopic: 2, scope: -0.4, strange: -0.5 }),
  },
  quick: {
    entry: entry({ centroid: 8, bm25: 3, covered: 2, centroidShare: 5, foreign: -0.3 }),
    none: none({ always: 8, offtopic: 3, scope: -0.4, strange: 1 }),
  },
}

export const PRIOR_THRESHOLDS: Thresholds = { answer: 0.4, sure: 0.8, any: 0.4, choose: 0.15 }

/** Share of what people write that no entry answers: off-topic lessons weigh so much together. */
export const OFFTOPIC_SHARE = 0.25

/**
 * What may happen to held-out texts, as shares. They are far harder than what people write: phrasings are written to differ
 * from each other, and a third of them is missing. On 490 questions and 275 off-topic messages that were written without
 * sight of the phrasings, half as many off-topic ones were answered as of the held-out ones, and an eighth as many
 * questions wrongly (docs/search.md).
 */
const ANSWERED_OFFTOPIC = 0.045
const LEFT_WITHOUT_CHOICE = 0.04
/** What a wrong answer to a held-out phrasing costs of what a right one is worth. */
const COST_OF_WRONG = 0.15
const ANSWERS = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6] as const
const LEAST_SURE = 0.6
const ANY_RANGE = [0.2, 0.7] as const
const CHOOSE_RANGE = [0.05, 0.25] as const
/** Below so many held-out texts of a kind they say nothing about thresholds. */
const FEWEST = 40

/**
 * Thresholds that do most good to the held-out texts: right answers as many and wrong ones as few as can be while
 * hardly an off-topic text is answered, and a choice wherever that leaves hardly a phrasing without.
 */
export function thresholdsOf(lessons: readonly Lesson[], weights: Weights, gate?: Weights): Thresholds {
  const phrasings: { top: number; three: number; any: number; right: boolean }[] = []
  const offtopic: { top: number; any: number }[] = []
  for (const lesson of lessons) {
    if (lesson.standsIn) continue
    const chances = probabilities(lesson, weights, gate)
    const none = chances.length - 1
    const order = likeliest(chances, 3)
    const three = order.reduce((sum, entry) => sum + chances[entry]!, 0)
    const seen = { top: chances[order[0]!]!, three, any: 1 - chances[none]! }
    if (lesson.right === none) offtopic.push(seen)
    else phrasings.push({ ...seen, right: order[0] === lesson.right })
  }
  if (phrasings.length < FEWEST) return PRIOR_THRESHOLDS
  const lowest = (values: readonly number[], range: readonly [number, number]) =>
    within(quantile(values, LEFT_WITHOUT_CHOICE), range)
  const choose = lowest(
    phrasings.map(({ three }) => three),
    CHOOSE_RANGE,
  )
  const any = lowest(
    phrasings.map((phrasing) => phrasing.any),
    ANY_RANGE,
  )
  if (offtopic.length < FEWEST) return { ...PRIOR_THRESHOLDS, any, choose }
  const gain = (least: { answer: number; sure: number }) =>
    phrasings
      .filter((seen) => seen.top >= least.answer && seen.any >= least.sure)
      .reduce((sum, { right }) => sum + (right ? 1 : -COST_OF_WRONG), 0)
  const pairs = ANSWERS.map((answer) => {
    const reached = offtopic.filter(({ top }) => top >= answer).map((seen) => seen.any)
    return { answer, sure: Math.max(LEAST_SURE, exceededBy(reached, ANSWERED_OFFTOPIC * offtopic.length)) }
  })
  const best = pairs.reduce((a, b) => (gain(b) > gain(a) ? b : a))
  return { ...best, any: Math.min(any, best.sure), choose }
}

/** The lowest value that at most `allowed` of the others exceed. */
function exceededBy(values: readonly number[], allowed: number): number {
  const falling = [...values].sort((a, b) => b - a)
  return falling[Math.floor(allowed)] ?? 0
}

function quantile(values: readonly number[], share: number): number {
  const rising = [...values].sort((a, b) => a - b)
  return rising[Math.floor(rising.length * share)]!
}

const within = (value: number, [low, high]: readonly [number, number]): number =>
  Math.min(high, Math.max(low, value))
