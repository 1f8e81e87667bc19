import type { Evidence } from './evidence.ts'
import type { Reading } from './features.ts'
import { generator, shuffle } from './regression.ts'

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
  'nearest',
  'centroidShare',
  'bm25Share',
  'nearestShare',
  'secondShare',
] as const

export const NONE_EVIDENCE = [
  'always',
  'centroid',
  'bm25',
  'covered',
  'nearest',
  'reject',
  'offtopic',
  'known',
  'strange',
  'length',
] as const

/** One question as the judge sees it: a row of evidence per entry, and one for "none". */
export interface Case {
  readonly entries: Float32Array
  readonly none: Float32Array
}

/** Log-probabilities below this say no more. */
const LOWEST_LOG = -8

/**
 * Evidence as the judge's columns.
 *
 * @param logs the regression's log-probabilities, entries first and the reject class last; none before training
 */
export function caseOf(evidence: Evidence, reading: Reading, logs: Float32Array | undefined): Case {
  const { centroid, bm25, covered, nearest, second, offtopic } = evidence
  const count = centroid.length
  const width = ENTRY_EVIDENCE.length
  const best = {
    centroid: highest(centroid),
    bm25: highest(bm25),
    covered: highest(covered),
    nearest: highest(nearest),
  }
  const entries = new Float32Array(count * width)
  for (let entry = 0; entry < count; entry++) {
    const at = entry * width
    entries[at] = logs ? Math.max(LOWEST_LOG, logs[entry]!) : 0
    entries[at + 1] = centroid[entry]!
    entries[at + 2] = bm25[entry]!
    entries[at + 3] = covered[entry]!
    entries[at + 4] = nearest[entry]!
    entries[at + 5] = share(centroid[entry]!, best.centroid)
    entries[at + 6] = share(bm25[entry]!, best.bm25)
    entries[at + 7] = share(nearest[entry]!, best.nearest)
    entries[at + 8] = share(second[entry]!, best.nearest)
  }
  const content = reading.strange + reading.stems.values.reduce((sum, weight) => sum + weight, 0)
  const none = Float32Array.of(
    1,
    best.centroid,
    best.bm25,
    best.covered,
    best.nearest,
    logs ? Math.max(LOWEST_LOG, logs[count]!) : 0,
    offtopic - best.nearest,
    reading.known,
    content > 0 ? reading.strangeContent / content : 1,
    Math.log(1 + reading.words),
  )
  return { entries, none }
}

const highest = (values: Float32Array): number => values.reduce((a, b) => Math.max(a, b), 0)
const share = (value: number, best: number): number => (best > 0 ? value / best : 0)

/** Probabilities of the entries and, last, of "none". */
export function probabilities({ entries, none }: Case, weights: Weights): Float64Array {
  const width = ENTRY_EVIDENCE.length
  const count = entries.length / width
  const result = new Float64Array(count + 1)
  for (let entry = 0; entry < count; entry++)
    for (let column = 0; column < width; column++)
      result[entry]! += weights.entry[column]! * entries[entry * width + column]!
  for (let column = 0; column < none.length; column++) result[count]! += weights.none[column]! * none[column]!
  const top = result.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  let sum = 0
  for (let place = 0; place <= count; place++) {
    result[place] = Math.exp(result[place]! - top)
    sum += result[place]!
  }
  for (let place = 0; place <= count; place++) result[place]! /= sum
  return result
}

/** A case whose right alternative is known: the place of an entry in `entries`, or the number of entries for none. */
export interface Lesson extends Case {
  readonly right: number
  readonly weight: number
}

/** Entries of a lesson that matter: learning looks only at the strongest few and the right one. */
const LESSON_ENTRIES = 15

/** Keeps the strongest entries of a case, by the given weights, and the right one. */
export function lessonOf(seen: Case, right: number | undefined, weight: number, by: Weights): Lesson {
  const width = ENTRY_EVIDENCE.length
  const chances = probabilities(seen, by)
  const order = Array.from({ length: chances.length - 1 }, (_, entry) => entry)
    .sort((a, b) => chances[b]! - chances[a]!)
    .slice(0, LESSON_ENTRIES)
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

const EPOCHS = 40
const RATE = 0.3
/** How many lessons' worth the prior counts: a knowledge base of three entries keeps the weights it starts with. */
const PRIOR_LESSONS = 60

/** Fits the weights to lessons, drawn towards `prior` (maximum a posteriori, AdaGrad). Deterministic. */
export function fitWeights(lessons: readonly Lesson[], prior: Weights): Weights {
  const entry = prior.entry.slice()
  const none = prior.none.slice()
  if (lessons.length === 0) return { entry, none }
  const squares = {
    entry: new Float64Array(entry.length).fill(1),
    none: new Float64Array(none.length).fill(1),
  }
  const order = Int32Array.from(lessons, (_, place) => place)
  const random = generator(11)
  const pull = PRIOR_LESSONS / lessons.length / 10
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random)
    for (const place of order) {
      const lesson = lessons[place]!
      const errors = probabilities(lesson, { entry, none })
      errors[lesson.right]! -= 1
      const last = errors.length - 1
      for (let column = 0; column < entry.length; column++) {
        let slope = pull * (entry[column]! - prior.entry[column]!)
        for (let at = 0; at < last; at++)
          slope += lesson.weight * errors[at]! * lesson.entries[at * entry.length + column]!
        squares.entry[column]! += slope * slope
        entry[column]! -= (RATE * slope) / Math.sqrt(squares.entry[column]!)
      }
      for (let column = 0; column < none.length; column++) {
        const slope =
          pull * (none[column]! - prior.none[column]!) + lesson.weight * errors[last]! * lesson.none[column]!
        squares.none[column]! += slope * slope
        none[column]! -= (RATE * slope) / Math.sqrt(squares.none[column]!)
      }
    }
  }
  return { entry, none }
}
