import type { Evidence } from './evidence.ts'
import type { Reading } from './features.ts'

/**
 * The judge turns evidence into probabilities: a conditional logit (D. McFadden 1974) whose alternatives are the
 * entries and "none of them". Each entry has a utility from its own evidence, "none" one from what is said about the
 * question as a whole; the probability of an alternative is its share of the exponentials. So one model adds
 * the kinds of evidence in the right proportion, orders the entries and knows when to stay silent; it is fitted
 * to what a knowledge base's own texts do when they are held out.
 */
export interface Weights {
  /** One per column of `ENTRY_EVIDENCE`. */
  readonly entry: Float64Array
  /** One per column of `NONE_EVIDENCE`. */
  readonly none: Float64Array
}

export const ENTRY_EVIDENCE = [
  'regression',
  'centroid',
  'bm25',
  'covered',
  'centroidShare',
  'foreign',
] as const

export const NONE_EVIDENCE = [
  'always',
  'centroid',
  'bm25',
  'covered',
  'reject',
  'offtopic',
  'scope',
  'known',
  'strange',
  'length',
  'words',
  'undecided',
] as const

/** One question as the judge sees it: a row of evidence per entry, and one for "none". */
export interface Case {
  readonly entries: Float32Array
  readonly none: Float32Array
}

/** Log-probabilities below this say no more. */
const LOWEST_LOG = -8
/** Nor more words than these. */
const MOST_WORDS = 60
/** Nor do log-odds beyond these. */
const MOST_ODDS = 8

/** Evidence as the judge's columns. */
export function caseOf(evidence: Evidence, reading: Reading): Case {
  const { centroid, bm25, covered, foreign, offtopic, scope, logs } = evidence
  const count = centroid.length
  const width = ENTRY_EVIDENCE.length
  const best = { centroid: highest(centroid), bm25: highest(bm25), covered: highest(covered) }
  const entries = new Float32Array(count * width)
  for (let entry = 0; entry < count; entry++) {
    const at = entry * width
    entries[at] = logs ? Math.max(LOWEST_LOG, logs[entry]!) : 0
    entries[at + 1] = centroid[entry]!
    entries[at + 2] = bm25[entry]!
    entries[at + 3] = covered[entry]!
    entries[at + 4] = share(centroid[entry]!, best.centroid)
    entries[at + 5] = foreign[entry]!
  }
  const content = reading.strange + reading.stems.values.reduce((sum, weight) => sum + weight, 0)
  const none = Float32Array.of(
    1,
    best.centroid,
    best.bm25,
    best.covered,
    logs ? Math.max(LOWEST_LOG, logs[count]!) : 0,
    offtopic - best.centroid,
    Math.max(-MOST_ODDS, Math.min(MOST_ODDS, scope)),
    reading.known,
    content > 0 ? reading.strangeContent / content : 1,
    Math.log(1 + reading.words),
    Math.min(MOST_WORDS, reading.words) / MOST_WORDS,
    logs ? entropy(logs) : 0,
  )
  return { entries, none }
}

/** How undecided the regression is between all its classes, in nats. An entry that was taken away adds nothing. */
const entropy = (logs: Float32Array): number =>
  logs.reduce((sum, log) => (log === Number.NEGATIVE_INFINITY ? sum : sum - Math.exp(log) * log), 0)

const highest = (values: Float32Array): number => values.reduce((a, b) => Math.max(a, b), 0)
const share = (value: number, best: number): number => (best > 0 ? value / best : 0)

/**
 * Probabilities of the entries and, last, of "none".
 *
 * @param gate decides how likely "none" is where there is one; the entries share the rest as `weights` say
 */
export function probabilities(seen: Case, weights: Weights, gate?: Weights): Float64Array {
  const result = utilities(seen, weights)
  const none = result.length - 1
  toShares(result)
  if (!gate || none === 0) return result
  const refused = toShares(utilities(likeliestOf(seen, result), gate))[1]!
  const rest = 1 - result[none]!
  for (let entry = 0; entry < none; entry++) result[entry]! *= rest > 0 ? (1 - refused) / rest : 0
  result[none] = refused
  return result
}

/** The case with its likeliest entry alone. */
function likeliestOf({ entries, none }: Case, chances: Float64Array): Case {
  const width = ENTRY_EVIDENCE.length
  const [best] = likeliest(chances, 1)
  return { entries: entries.subarray(best! * width, (best! + 1) * width), none }
}

function utilities({ entries, none }: Case, weights: Weights): Float64Array {
  const width = ENTRY_EVIDENCE.length
  const count = entries.length / width
  const result = new Float64Array(count + 1)
  for (let entry = 0; entry < count; entry++)
    for (let column = 0; column < width; column++)
      result[entry]! += weights.entry[column]! * entries[entry * width + column]!
  for (let column = 0; column < none.length; column++) result[count]! += weights.none[column]! * none[column]!
  return result
}

/** Turns utilities into shares of their exponentials, in place. */
function toShares(values: Float64Array): Float64Array {
  const top = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  let sum = 0
  for (let place = 0; place < values.length; place++) {
    values[place] = Math.exp(values[place]! - top)
    sum += values[place]!
  }
  for (let place = 0; place < values.length; place++) values[place]! /= sum
  return values
}

/** The likeliest entries, best first; the first of equals before. `chances` has that of "none" at its end. */
export function likeliest(chances: Float64Array, most: number): number[] {
  const order: number[] = []
  for (let entry = 0; entry < chances.length - 1; entry++) {
    if (order.length === most && chances[entry]! <= chances[order[most - 1]!]!) continue
    let place = order.length
    while (place > 0 && chances[order[place - 1]!]! < chances[entry]!) place--
    order.splice(place, 0, entry)
    if (order.length > most) order.pop()
  }
  return order
}

/** A case whose right alternative is known: the place of an entry in `entries`, or the number of entries for none. */
export interface Lesson extends Case {
  readonly right: number
  readonly weight: number
  /** Made up in place of an off-topic text: nobody asks it. */
  readonly standsIn?: true
}

/** Entries of a lesson that matter: learning looks only at the strongest few and the right one. */
const LESSON_ENTRIES = 15

/** Keeps the strongest entries of a case, by the given weights, and the right one. */
export function lessonOf(seen: Case, right: number | undefined, weight: number, by: Weights): Lesson {
  const width = ENTRY_EVIDENCE.length
  const chances = probabilities(seen, by)
  const order = likeliest(chances, LESSON_ENTRIES)
  if (right !== undefined && !order.includes(right)) order.push(right)
  const entries = new Float32Array(order.length * width)
  order.forEach((entry, place) => {
    entries.set(seen.entries.subarray(entry * width, (entry + 1) * width), place * width)
  })
  return {
    entries,
    none: seen.none,
    right: right === undefined ? order.length : order.indexOf(right),
    weight,
  }
}

/** How firmly each weight is held to the prior: as many lessons' worth as a knowledge base of a few entries gives. */
const PRIOR_PRECISION = 1
const STEPS = 12
/** Halvings of a step that does not lower the loss. */
const HALVINGS = 12

/**
 * Fits the weights to lessons, drawn towards `prior`: maximum a posteriori by Newton's method, which the convex
 * conditional logit reaches in a few steps. Deterministic.
 */
export function fitWeights(lessons: readonly Lesson[], prior: Weights): Weights {
  const start = Float64Array.of(...prior.entry, ...prior.none)
  const size = start.length
  let current: Float64Array = start.slice()
  for (let step = 0; step < STEPS; step++) {
    const slope = current.map((value, at) => PRIOR_PRECISION * (value - start[at]!))
    const curve = new Float64Array(size * size)
    for (let at = 0; at < size; at++) curve[at * size + at] = PRIOR_PRECISION
    for (const lesson of lessons) addLesson(lesson, weightsOf(current), slope, curve)
    const change = solved(curve, slope)
    const next = improved(current, change, (values) => loss(lessons, values, start))
    if (!next) break
    current = next
  }
  return weightsOf(current)
}

/**
 * Fits the gate: the same logit with two alternatives, the likeliest entry by `weights` and "none", whose question is only
 * whether any entry answers. Ordering the entries and refusing want different weights of the same evidence; one model
 * for both answers two in a hundred questions fewer at the same share of off-topic ones (docs/search.md).
 */
export function fitGate(lessons: readonly Lesson[], weights: Weights): Weights {
  const gates = lessons.map((lesson): Lesson => {
    const chances = probabilities(lesson, weights)
    const isNone = lesson.right === chances.length - 1
    return { ...lesson, ...likeliestOf(lesson, chances), right: isNone ? 1 : 0 }
  })
  return fitWeights(gates, weights)
}

/** The first of ever shorter steps that lowers the loss; none where the minimum is reached. */
function improved(
  from: Float64Array,
  change: Float64Array,
  lossOf: (values: Float64Array) => number,
): Float64Array | undefined {
  const before = lossOf(from)
  for (let halving = 0, length = 1; halving < HALVINGS; halving++, length /= 2) {
    const next = from.map((value, at) => value - length * change[at]!)
    if (lossOf(next) < before - 1e-7 * Math.abs(before)) return next
  }
  return undefined
}

/** Negative log-likelihood of the lessons and the prior. */
function loss(lessons: readonly Lesson[], values: Float64Array, start: Float64Array): number {
  const weights = weightsOf(values)
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += (PRIOR_PRECISION / 2) * (values[at]! - start[at]!) ** 2
  for (const lesson of lessons)
    sum -= lesson.weight * Math.log(Math.max(1e-12, probabilities(lesson, weights)[lesson.right]!))
  return sum
}

const weightsOf = (values: Float64Array): Weights => ({
  entry: values.slice(0, ENTRY_EVIDENCE.length),
  none: values.slice(ENTRY_EVIDENCE.length),
})

/** Adds one lesson's part of the slope and the curvature of the log-likelihood. */
function addLesson(lesson: Lesson, weights: Weights, slope: Float64Array, curve: Float64Array): void {
  const width = ENTRY_EVIDENCE.length
  const size = slope.length
  const chances = probabilities(lesson, weights)
  const none = chances.length - 1
  const mean = new Float64Array(size)
  for (let at = 0; at < none; at++) {
    const row = lesson.entries.subarray(at * width, (at + 1) * width)
    const chance = chances[at]! * lesson.weight
    const target = at === lesson.right ? lesson.weight : 0
    for (let i = 0; i < width; i++) {
      mean[i]! += chances[at]! * row[i]!
      slope[i]! += (chance - target) * row[i]!
      for (let j = 0; j <= i; j++) curve[i * size + j]! += chance * row[i]! * row[j]!
    }
  }
  const silent = chances[none]! * lesson.weight
  for (let i = 0; i < lesson.none.length; i++) {
    mean[width + i] = chances[none]! * lesson.none[i]!
    slope[width + i]! += (silent - (lesson.right === none ? lesson.weight : 0)) * lesson.none[i]!
    for (let j = 0; j <= i; j++)
      curve[(width + i) * size + width + j]! += silent * lesson.none[i]! * lesson.none[j]!
  }
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) curve[i * size + j]! -= lesson.weight * mean[i]! * mean[j]!
}

/** Solves a symmetric positive definite system whose lower half is given (Cholesky). */
function solved(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length
  const root = lower.slice()
  const result = right.slice()
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = root[i * size + j]!
      for (let k = 0; k < j; k++) sum -= root[i * size + k]! * root[j * size + k]!
      root[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / root[j * size + j]!
    }
    for (let k = 0; k < i; k++) result[i]! -= root[i * size + k]! * result[k]!
    result[i]! /= root[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) result[i]! -= root[k * size + i]! * result[k]!
    result[i]! /= root[i * size + i]!
  }
  return result
}
