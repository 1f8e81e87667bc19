/**
 * A linear classifier over hashed features, trained when the process starts.
 *
 * Logistic regression with AdaGrad steps (Duchi, Hazan and Singer, 2011) on hashed features (Weinberger et al., 2009).
 * No randomness: examples are taken in a fixed interleaved order, so the same dictionaries give the same weights.
 */

import type { Tones } from './tones.ts'

/** Hashed features of one text; each counts once, weighted by its family. */
export interface Features {
  readonly index: Int32Array
  readonly value: Float32Array
}

const BITS = 20
const MASK = (1 << BITS) - 1

/** FNV-1a over UTF-16 units, folded into the size of the weight table. */
export function hash(text: string, seed = 0x811c9dc5): number {
  let state = seed
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
  return (state ^ (state >>> 15)) & MASK
}

/** Lengths of the runs of letters that count: they carry word stems and survive typing errors. */
const SHORTEST = 2
const LONGEST = 4
/** Letters, words and ideas have each their own share of the vector, however long the text is. */
const SHARE = { letters: 1, words: 1, ideas: 1.6 } as const
const FAMILY_SEED = { letters: 0x1b873593, words: 0x2c1b3c6d, ideas: 0x297a2d39 } as const

/**
 * Features of a text.
 *
 * @param words folded words in order
 * @param ideas names of the word groups found in it, and of their pairs
 * @param tones words with their marks, where these tell words apart
 * @param memory remembers the runs of letters of a word; for many texts in a row, never for what people write
 */
export function featuresOf(
  words: readonly string[],
  ideas: readonly string[],
  tones?: Tones,
  memory?: Map<string, readonly number[]>,
): Features {
  const families = { letters: new Set<number>(), words: new Set<number>(), ideas: new Set<number>() }
  let before = '^'
  for (const word of words) {
    families.words.add(hash(word, FAMILY_SEED.words))
    families.words.add(hash(`${before} ${word}`, FAMILY_SEED.words))
    before = word
    for (const written of tones?.get(word) ?? []) families.words.add(hash(written, FAMILY_SEED.words))
    let runs = memory?.get(word)
    if (runs === undefined) {
      runs = runsOf(word)
      memory?.set(word, runs)
    }
    for (const run of runs) families.letters.add(run)
  }
  for (const idea of ideas) families.ideas.add(hash(idea, FAMILY_SEED.ideas))
  const size = families.letters.size + families.words.size + families.ideas.size
  const index = new Int32Array(size)
  const value = new Float32Array(size)
  let next = 0
  for (const family of ['letters', 'words', 'ideas'] as const) {
    const weight = SHARE[family] / Math.sqrt(Math.max(4, families[family].size))
    for (const feature of families[family]) {
      index[next] = feature
      value[next++] = weight
    }
  }
  return { index, value }
}

function runsOf(word: string): number[] {
  const framed = `^${word}$`
  const runs: number[] = []
  for (let size = SHORTEST; size <= LONGEST; size++) {
    for (let at = 0; at + size <= framed.length; at++) {
      runs.push(hash(framed.slice(at, at + size), FAMILY_SEED.letters))
    }
  }
  return runs
}

export interface Sample<Kind extends string> {
  readonly features: Features
  /** Undefined: calm. */
  readonly kind: Kind | undefined
  /** How much it counts; about 1. */
  readonly weight: number
}

export interface Guess<Kind extends string> {
  /** Probability from 0 to 1 that the text tells of danger. */
  readonly danger: number
  /** How well each kind fits, from 0 to 1 each. */
  readonly kinds: ReadonlyMap<Kind, number>
}

/** Steps smaller than this teach nothing and cost time. */
const LEAST_SLOPE = 0.02
const RATE = 0.2
const DANGER_ROUNDS = 8
const KIND_ROUNDS = 4

/** What was learnt of several outputs; plain data. */
interface Learnt {
  /** The weights of one feature lie side by side, so that it is fetched once. */
  readonly weights: Float32Array
  readonly bias: Float64Array
}

/** Everything that the classifier has learnt; plain data that can be stored. */
export interface Lessons {
  readonly alarm: Learnt
  readonly sorter: Learnt
}

/** Several outputs over the same features. */
class Scorer {
  readonly #outputs: number
  readonly #weights: Float32Array
  readonly #bias: Float64Array
  readonly #sums: Float64Array
  /** Needed only while learning. */
  #squares = new Float32Array(0)

  constructor(outputs: number, { weights, bias }: Partial<Learnt> = {}) {
    this.#outputs = outputs
    this.#weights = weights ?? new Float32Array((1 << BITS) * outputs)
    this.#bias = bias ?? new Float64Array(outputs)
    this.#sums = new Float64Array(outputs)
  }

  learnt(): Learnt {
    return { weights: this.#weights, bias: this.#bias }
  }

  /** Probability of each output; the array is used again by the next call. */
  probabilities({ index, value }: Features): Float64Array {
    const outputs = this.#outputs
    const sums = this.#sums
    sums.set(this.#bias)
    for (let at = 0; at < index.length; at++) {
      const place = index[at]! * outputs
      const weight = value[at]!
      for (let output = 0; output < outputs; output++)
        sums[output]! += this.#weights[place + output]! * weight
    }
    for (let output = 0; output < outputs; output++) sums[output] = 1 / (1 + Math.exp(-sums[output]!))
    return sums
  }

  /** One step towards `wanted` (1) against all others (0); `weight` is that of the wanted output and of the others. */
  learn(features: Features, wanted: number, weight: readonly [number, number]): void {
    const outputs = this.#outputs
    const slopes = this.probabilities(features)
    for (let output = 0; output < outputs; output++) {
      const slope = (slopes[output]! - (output === wanted ? 1 : 0)) * weight[output === wanted ? 0 : 1]
      slopes[output] = Math.abs(slope) < LEAST_SLOPE ? 0 : slope
      this.#bias[output]! -= 0.01 * slopes[output]!
    }
    if (slopes.every((slope) => slope === 0)) return
    if (this.#squares.length === 0) this.#squares = new Float32Array(this.#weights.length)
    const { index, value } = features
    for (let at = 0; at < index.length; at++) {
      const place = index[at]! * outputs
      for (let output = 0; output < outputs; output++) {
        const step = slopes[output]! * value[at]!
        if (step === 0) continue
        const square = this.#squares[place + output]! + step * step
        this.#squares[place + output] = square
        this.#weights[place + output]! -= (RATE * step) / (1e-3 + Math.sqrt(square))
      }
    }
  }
}

/** Learns danger against calm, and each kind against the others. */
export function train<Kind extends string>(
  samples: readonly Sample<Kind>[],
  kinds: readonly Kind[],
): Lessons {
  const danger = samples.filter(({ kind }) => kind !== undefined)
  const calm = samples.filter(({ kind }) => kind === undefined)
  const inTurn = interleave(danger, calm)
  const alarm = new Scorer(1)
  for (let round = 0; round < DANGER_ROUNDS; round++) {
    for (const { features, kind, weight } of inTurn) {
      alarm.learn(features, kind === undefined ? -1 : 0, [weight, weight])
    }
  }
  const sorter = new Scorer(kinds.length)
  for (let round = 0; round < KIND_ROUNDS; round++) {
    for (const { features, kind } of inTurn) {
      if (kind !== undefined) sorter.learn(features, kinds.indexOf(kind), [3, 1])
    }
  }
  return { alarm: alarm.learnt(), sorter: sorter.learnt() }
}

/** Applies what was learnt. */
export function guesser<Kind extends string>(
  lessons: Lessons,
  kinds: readonly Kind[],
): (features: Features) => Guess<Kind> {
  const alarm = new Scorer(1, lessons.alarm)
  const sorter = new Scorer(kinds.length, lessons.sorter)
  return (features) => {
    const fits = sorter.probabilities(features)
    return {
      danger: alarm.probabilities(features)[0]!,
      kinds: new Map(kinds.map((kind, output) => [kind, fits[output]!])),
    }
  }
}

/** Mixes two lists evenly, each walked with a stride so that neighbours in the files are apart. */
function interleave<Item>(one: readonly Item[], two: readonly Item[]): Item[] {
  const mixed = [...strided(one), ...strided(two)].map((item, at) => ({
    item,
    place: at < one.length ? (at + 0.5) / one.length : (at - one.length + 0.5) / Math.max(1, two.length),
  }))
  return mixed.sort((a, b) => a.place - b.place).map(({ item }) => item)
}

function strided<Item>(items: readonly Item[]): Item[] {
  const stride = 7919 // a prime above any list here: every item is met once
  return items.map((_, at) => items[(at * stride) % items.length]!)
}
