/**
 * What accented letters say: ș is Romanian, ñ Spanish, ğ Turkish. Only their presence counts: half of what people type
 * on a phone has no accents, so their absence says nothing.
 */

/** What a letter that a class never uses still gets, as a share of the mean: loan words and names bring é into any text. */
const BACKGROUND_SHARE = 0.04
/** A letter seen this often in training counts half of its evidence. */
const HALF_TRUST = 2
/** The accents of one word speak at most this loudly (nats). */
const WORD_LIMIT = 4

export class MarkModel {
  readonly #width: number
  readonly #counts = new Map<string, Float64Array>()
  readonly #evidence = new Map<string, Float64Array>()
  readonly #letters: Float64Array

  constructor(classes: number) {
    this.#width = classes
    this.#letters = new Float64Array(classes)
  }

  /** Learns the accented letters of one word of `length` letters. Only before `finish`. */
  learn(classIndex: number, marks: string, length: number, weight = 1): void {
    this.#letters[classIndex]! += length * weight
    for (const mark of marks) {
      const row = this.#counts.get(mark) ?? new Float64Array(this.#width)
      row[classIndex]! += weight
      this.#counts.set(mark, row)
    }
  }

  /** Turns counts into evidence. */
  finish(): void {
    for (const [mark, row] of this.#counts) {
      const shares = row.map((count, c) => count / (this.#letters[c] || 1))
      const mean = shares.reduce((sum, share) => sum + share, 0) / this.#width
      const seen = row.reduce((sum, count) => sum + count, 0)
      const trust = seen / (seen + HALF_TRUST)
      this.#evidence.set(
        mark,
        shares.map((share) => Math.log(((1 - BACKGROUND_SHARE) * share) / mean + BACKGROUND_SHARE) * trust),
      )
    }
  }

  /** Adds the evidence of a word's accented letters for each class (nats) to `sums`. */
  weigh(marks: string, sums: Float64Array, weight = 1): void {
    if (!marks) return
    const own = new Float64Array(this.#width)
    for (const mark of marks) {
      const evidence = this.#evidence.get(mark)
      if (evidence) for (let c = 0; c < own.length; c++) own[c]! += evidence[c]!
    }
    let best = Number.NEGATIVE_INFINITY
    for (const value of own) if (value > best) best = value
    for (let c = 0; c < own.length; c++) sums[c]! += weight * Math.max(own[c]!, best - WORD_LIMIT)
  }
}
