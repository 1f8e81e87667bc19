import Fuse from 'fuse.js'

import type { WeighedWord } from './features.ts'

/**
 * Fuzzy dictionary of one language's knowledge base. Fuse.js looks for words that no entry has among the words that
 * entries have. It sees only the few dozen words that share the most letter pairs with the asked one: over a whole
 * vocabulary one look-up would take longer than all the rest of a question.
 */
export class Lexicon {
  readonly #words: readonly string[]
  readonly #byPair = new Map<string, number[]>()
  readonly #known: (word: string) => boolean
  readonly #found = new Map<string, string | undefined>()

  /**
   * @param words distinct folded words of the knowledge base
   * @param known whether a word needs no correction
   */
  constructor(words: readonly string[], known: (word: string) => boolean) {
    this.#words = words.filter((word) => word.length >= SHORTEST - 1 && !/\d/.test(word))
    this.#known = known
    this.#words.forEach((word, place) => {
      for (const pair of pairsOf(word)) {
        const places = this.#byPair.get(pair)
        if (places) places.push(place)
        else this.#byPair.set(pair, [place])
      }
    })
  }

  /**
   * The words as typed, and beside an unknown one its likeliest correction; both then count a part.
   *
   * @param most unknown words that are looked up; a text with more is in another language. Words that were looked up
   *   before are corrected in any case.
   */
  correct(
    words: readonly string[],
    most = MOST_LOOKUPS,
  ): { words: WeighedWord[]; corrections: Record<string, string> } {
    const corrections = new Map<string, string>()
    let lookups = 0
    const weighed = words.flatMap((word): WeighedWord[] => {
      if (word.length < SHORTEST || word.length > LONGEST || /\d/.test(word) || this.#known(word))
        return [{ word, weight: 1 }]
      if (!this.#found.has(word) && ++lookups > most) return [{ word, weight: 1 }]
      const correction = this.#lookUp(word)
      if (!correction) return [{ word, weight: 1 }]
      corrections.set(word, correction)
      return [
        { word, weight: TYPED },
        { word: correction, weight: CORRECTED },
      ]
    })
    return { words: weighed, corrections: Object.fromEntries(corrections) }
  }

  #lookUp(word: string): string | undefined {
    if (this.#found.has(word)) return this.#found.get(word)
    const fuse = new Fuse(this.#similar(word), {
      threshold: 0.4,
      ignoreLocation: true,
      ignoreFieldNorm: true,
    })
    const edits = word.length >= 8 ? 2 : 1
    let best: string | undefined
    let bestDistance = edits + 1
    for (const { item } of fuse.search(word, { limit: 12 })) {
      const distance = editDistance(word, item, edits)
      if (distance < bestDistance) {
        best = item
        bestDistance = distance
      }
    }
    if (this.#found.size >= REMEMBERED) this.#found.clear()
    this.#found.set(word, best)
    return best
  }

  #similar(word: string): string[] {
    const shared = new Map<number, number>()
    for (const pair of pairsOf(word))
      for (const place of this.#byPair.get(pair) ?? []) {
        if (Math.abs(this.#words[place]!.length - word.length) <= 2)
          shared.set(place, (shared.get(place) ?? 0) + 1)
      }
    return [...shared]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, CANDIDATES)
      .map(([place]) => this.#words[place]!)
  }
}

const SHORTEST = 4
/** Fuse works on 32 letters at a time; longer words are no misspelt words. */
const LONGEST = 30
const CANDIDATES = 24
const MOST_LOOKUPS = 5
const REMEMBERED = 5_000
const CORRECTED = 0.7
const TYPED = 0.3

function pairsOf(word: string): Set<string> {
  const padded = `<${word}>`
  const pairs = new Set<string>()
  for (let at = 0; at + 2 <= padded.length; at++) pairs.add(padded.slice(at, at + 2))
  return pairs
}

/** Damerau-Levenshtein distance (optimal string alignment), or `most + 1` once it must be larger. */
export function editDistance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1)
      row.push(cost)
    }
    if (Math.min(...row) > most) return most + 1
    before = last
    last = row
  }
  return last[other.length]!
}
