/**
 * A small naive Bayes model over letters: how much each run of one to five letters, and each whole word, speaks for a
 * class rather than for the others. Trained in one pass at load; runs are hashed into fixed tables, so memory does
 * not grow with the training text.
 *
 * Naive Bayes over character 1- to 4-grams: Cavnar & Trenkle 1994; Lui & Baldwin 2012 (langid.py).
 */

const TABLE_BITS = 18
const TABLE_SIZE = 2 ** TABLE_BITS
const MASK = TABLE_SIZE - 1

/** Runs of 1 to 5 letters (a word's edges count as letters); order 0 is the whole word. */
const LONGEST_RUN = 5
const ORDERS = LONGEST_RUN + 1
/** Weight of each order; longer runs repeat what shorter ones said, so the sum is tempered. */
const ORDER_WEIGHT: readonly number[] = [0.5, 0.12, 0.16, 0.2, 0.2, 0.14]

/** Share of a class's distribution that is taken from the mean of all: what a run unseen in the class still gets. */
const BACKGROUND_SHARE = 0.06
/** A run seen this often counts half of its evidence, so that a single sighting proves little. */
const HALF_TRUST = 1.2
/** One word of any length speaks at most this loudly (nats): a long borrowed word must not outvote a sentence. */
const WORD_LIMIT = 5

/** Longest word that is looked at, in UTF-16 units; what is longer is not a word. */
const LONGEST_WORD = 40

/** Counts of runs while training; `model` turns them into evidence, as often as wanted. */
export class GramCounts {
  readonly #width: number
  /** One row of classes per slot. */
  readonly #counts: Float32Array
  readonly #totals: Float64Array
  /** How often each class has seen the run of a slot, up to 255. */
  readonly #seen: Uint8Array
  /** Order of the run that a slot holds; of two runs that share a slot, the later one's. */
  readonly #orders = new Uint8Array(TABLE_SIZE)

  constructor(classes: number) {
    this.#width = classes
    this.#counts = new Float32Array(TABLE_SIZE * classes)
    this.#seen = new Uint8Array(TABLE_SIZE * classes)
    this.#totals = new Float64Array(ORDERS * classes)
  }

  /** Learns one plain word of a class. */
  learn(classIndex: number, word: string, weight: number): void {
    eachRun(word, (slot, order) => {
      const at = slot * this.#width + classIndex
      this.#counts[at]! += weight
      this.#totals[order * this.#width + classIndex]! += weight
      this.#orders[slot] = order
      if (this.#seen[at]! < 255) this.#seen[at]!++
    })
  }

  model(): GramModel {
    const width = this.#width
    const evidence = new Float32Array(this.#counts.length)
    const share = new Float64Array(width)
    for (let slot = 0; slot < TABLE_SIZE; slot++) {
      const at = slot * width
      const order = this.#orders[slot]!
      let seen = 0
      let mean = 0
      for (let c = 0; c < width; c++) {
        const count = this.#counts[at + c]!
        seen += count
        share[c] = count / (this.#totals[order * width + c]! || 1)
        mean += share[c]! / width
      }
      if (!seen) continue
      const trust = (seen / (seen + HALF_TRUST)) * ORDER_WEIGHT[order]!
      for (let c = 0; c < width; c++) {
        const ratio = ((1 - BACKGROUND_SHARE) * share[c]!) / mean + BACKGROUND_SHARE
        evidence[at + c] = Math.log(ratio) * trust
      }
    }
    return new GramModel(width, evidence, this.#seen)
  }
}

export class GramModel {
  readonly #width: number
  /** Nats for and against each class, one row of classes per slot. */
  readonly #evidence: Float32Array
  readonly #seen: Uint8Array

  constructor(classes: number, evidence: Float32Array, seen: Uint8Array) {
    this.#width = classes
    this.#evidence = evidence
    this.#seen = seen
  }

  /** Adds a word's evidence for each class (nats, above or below the mean of the classes) to `sums`. */
  weigh(word: string, sums: Float64Array, weight = 1): void {
    const width = this.#width
    const own = new Float64Array(width)
    eachRun(word, (slot) => {
      const at = slot * width
      for (let c = 0; c < width; c++) own[c]! += this.#evidence[at + c]!
    })
    let best = Number.NEGATIVE_INFINITY
    for (const value of own) if (value > best) best = value
    for (let c = 0; c < width; c++) sums[c]! += weight * Math.max(own[c]!, best - WORD_LIMIT)
  }

  /** Whether a class has seen the whole word. */
  knowsWord(word: string, classIndex: number): boolean {
    let known = false
    eachRun(word, (slot, order) => {
      if (order === 0) known = this.#seen[slot * this.#width + classIndex]! > 0
    })
    return known
  }

  /** Share of the word's runs of three and four letters that a class has seen, 0 to 1; gibberish has few. */
  familiarity(word: string, classIndex: number): number {
    const width = this.#width
    let runs = 0
    let familiar = 0
    eachRun(word, (slot, order) => {
      if (order < 3 || order > 4) return
      runs++
      if (this.#seen[slot * width + classIndex]!) familiar++
    })
    return runs ? familiar / runs : 0
  }
}

/** Calls `use` with the slot and order of every run of a word, its edges included, and of the whole word. */
function eachRun(word: string, use: (slot: number, order: number) => void): void {
  const edged = ` ${word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word} `
  for (let start = 0; start < edged.length; start++) {
    let hash = 0x811c9dc5
    const longest = Math.min(LONGEST_RUN, edged.length - start)
    for (let length = 1; length <= longest; length++) {
      hash = Math.imul(hash ^ edged.charCodeAt(start + length - 1), 0x01000193)
      // an edge alone says nothing
      if (length === 1 && edged.charCodeAt(start) === 32) continue
      use(slotOf(hash, length), length)
    }
  }
  let hash = 0x9dc5811c
  for (let i = 0; i < edged.length; i++) hash = Math.imul(hash ^ edged.charCodeAt(i), 0x01000193)
  use(slotOf(hash, 0), 0)
}

function slotOf(hash: number, order: number): number {
  const mixed = Math.imul(hash ^ (order * 0x9e3779b1), 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) & MASK
}
