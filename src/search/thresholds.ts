import { ENTRY_EVIDENCE, type Lesson, NONE_EVIDENCE, probabilities, type Weights } from './judge.ts'

/** From which confidence a question is answered, and from which sum of three it is offered a choice. */
export interface Thresholds {
  readonly answer: number
  readonly choose: number
}

const entry = (values: Partial<Record<(typeof ENTRY_EVIDENCE)[number], number>>): Float64Array =>
  Float64Array.from(ENTRY_EVIDENCE, (name) => values[name] ?? 0)
const none = (values: Partial<Record<(typeof NONE_EVIDENCE)[number], number>>): Float64Array =>
  Float64Array.from(NONE_EVIDENCE, (name) => values[name] ?? 0)

/** Where the judge starts. */
export const PRIOR: Readonly<Record<'trained' | 'quick', Weights>> = {
  trained: {
    entry: entry({ regression: 1.1, centroid: 1, bm25: 1, covered: 0.8, centroidShare: 0.7 }),
    none: none({ always: 2, centroid: 2, reject: 0.6, offtopic: 2, scope: -0.4, strange: -0.5 }),
  },
  quick: {
    entry: entry({ centroid: 8, bm25: 3, covered: 2, centroidShare: 5 }),
    none: none({ always: 8, offtopic: 3, scope: -0.4, strange: 1 }),
  },
}

export const PRIOR_THRESHOLDS: Thresholds = { answer: 0.45, choose: 0.2 }

/** What may happen to held-out texts, as shares: people are harder than texts, so it is less than is promised. */
const ANSWERED_WRONG = 0.04
const ANSWERED_OFFTOPIC = 0.04
const LEFT_WITHOUT_CHOICE = 0.015
/** Thresholds stay between these, whatever the held-out texts say. */
const ANSWER_RANGE = [0.35, 0.7] as const
const CHOOSE_RANGE = [0.1, 0.3] as const
/** Below so many held-out texts of a kind they say nothing about thresholds. */
const FEWEST = 40

/**
 * The lowest threshold for an answer that keeps wrong and off-topic answers rare among the held-out texts, and the
 * highest one for a choice that leaves hardly a phrasing without.
 */
export function thresholdsOf(lessons: readonly Lesson[], weights: Weights): Thresholds {
  const phrasings: { top: number; three: number; right: boolean }[] = []
  const offtopic: number[] = []
  for (const lesson of lessons) {
    // a phrasing whose entry was taken away is no question that anybody asks
    if (lesson.weight < 1) continue
    const chances = probabilities(lesson, weights)
    const order = Array.from(chances.slice(0, -1).keys()).sort((a, b) => chances[b]! - chances[a]!)
    const [first = 0, ...rest] = order.slice(0, 3).map((entry) => chances[entry]!)
    const none = lesson.right === chances.length - 1
    if (none) offtopic.push(first)
    else
      phrasings.push({
        top: first,
        three: rest.reduce((a, b) => a + b, first),
        right: order[0] === lesson.right,
      })
  }
  if (phrasings.length < FEWEST) return PRIOR_THRESHOLDS
  const wrong = phrasings.filter(({ right }) => !right).map(({ top }) => top)
  const answer = Math.max(
    exceededBy(wrong, ANSWERED_WRONG * phrasings.length),
    offtopic.length < FEWEST
      ? PRIOR_THRESHOLDS.answer
      : exceededBy(offtopic, ANSWERED_OFFTOPIC * offtopic.length),
  )
  const threes = phrasings.map(({ three }) => three).sort((a, b) => a - b)
  const choose = threes[Math.floor(threes.length * LEFT_WITHOUT_CHOICE)]!
  return { answer: within(answer, ANSWER_RANGE), choose: within(choose, CHOOSE_RANGE) }
}

/** The lowest value that at most `allowed` of the others exceed. */
function exceededBy(values: readonly number[], allowed: number): number {
  const falling = [...values].sort((a, b) => b - a)
  return falling[Math.floor(allowed)] ?? 0
}

const within = (value: number, [low, high]: readonly [number, number]): number =>
  Math.min(high, Math.max(low, value))
