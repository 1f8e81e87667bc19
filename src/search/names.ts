import { words } from '../language/normalise.ts'
import { stem } from '../language/stem.ts'

/** Names of a language by kind, as people write them: countries and cities elsewhere, where people come from … */
export type Names = Readonly<Record<string, readonly string[]>>

/** Single letters that Arabic writes before a name without a space: "in", "to", "and", "as". */
const ARABIC_PREFIX = /^[بلوفك]/

/** Shorter stems are those of other words too: "беру" and Bern, "bonne" and Bonn. Such a name counts as it is written only. */
const SHORTEST_STEM = 5

/**
 * The kind of name that a word is. Nobody can list every city that people name beside our words ("library in Malmö"), but
 * the kind of name is known for many: texts that hold a name also hold its kind, so that what was learnt of one
 * name serves the others.
 */
export class NameKinds {
  readonly #locale: string
  readonly #words = new Map<string, string>()
  readonly #stems = new Map<string, string>()
  readonly #pairs = new Map<string, string>()

  constructor(locale: string, names: Names) {
    this.#locale = locale
    for (const [kind, list] of Object.entries(names))
      for (const name of list) {
        const parts = words(name)
        const roots = parts.map((word) => stem(word, locale))
        if (parts.length === 1) {
          this.#words.set(parts[0]!, kind)
          if (roots[0]!.length >= SHORTEST_STEM) this.#stems.set(roots[0]!, kind)
        } else if (parts.length === 2) this.#pairs.set(roots.join(' '), kind)
      }
  }

  of(word: string, root: string): string | undefined {
    const kind = this.#words.get(word) ?? this.#stems.get(root)
    if (kind || this.#locale !== 'ar' || !ARABIC_PREFIX.test(word)) return kind
    const bare = word.slice(1)
    return this.#words.get(bare) ?? this.#stems.get(stem(bare, this.#locale))
  }

  /** The kind of a name of two words, by their stems. */
  ofPair(first: string, second: string): string | undefined {
    return this.#pairs.get(`${first} ${second}`)
  }
}
