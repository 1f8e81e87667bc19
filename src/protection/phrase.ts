import { fold } from '../language/normalise.ts'

/** How many words `…` may stand for. */
const GAP = 4
/** Alternatives multiply; a phrase that makes more than this many plain ones is written wrongly. */
const MOST_VARIANTS = 400

/** Stand for `…` and `*` while the phrase is folded, since folding treats punctuation in its own way. */
const GAP_MARK = '\ue000'
const OPEN_MARK = '\ue001'
const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}#\ue000\ue001]+/u

/** One word of a phrase: the letters it must have, and at which end it may go on. */
interface Element {
  readonly letters: string
  readonly openStart: boolean
  readonly openEnd: boolean
  /** `#`: a number from 4 to 17, the age of a child. */
  readonly age: boolean
  /** Words that may stand before this one, 0 or up to GAP. */
  readonly gap: number
}

/** A phrase of the dictionary, ready to be compared with words. */
export interface Phrase<Tag> {
  readonly written: string
  readonly elements: readonly Element[]
  readonly tag: Tag
}

/** Where a phrase was found: from its first word to its last one. */
export interface PhraseHit<Tag> {
  readonly phrase: Phrase<Tag>
  readonly from: number
  readonly to: number
}

/** `(a|b) c` → `a c`, `b c`. Throws a RangeError where a bracket is not closed or there are too many variants. */
export function expandAlternatives(written: string): string[] {
  const close = written.indexOf(')')
  if (close < 0) {
    if (written.includes('(')) throw new RangeError(`A bracket is not closed in "${written}".`)
    return [written]
  }
  const open = written.lastIndexOf('(', close)
  if (open < 0) throw new RangeError(`A bracket is not opened in "${written}".`)
  const variants = written
    .slice(open + 1, close)
    .split('|')
    .flatMap((choice) => expandAlternatives(written.slice(0, open) + choice + written.slice(close + 1)))
  if (variants.length > MOST_VARIANTS) throw new RangeError(`Too many variants in "${written}".`)
  return [...new Set(variants)]
}

/** Plain phrases of a written one. `respell` turns the folded form into another spelling, for example a skeleton. */
export function readPhrase<Tag>(
  written: string,
  tag: Tag,
  respell: (word: string) => string = (word) => word,
): Phrase<Tag>[] {
  return expandAlternatives(written).flatMap((variant) => {
    const elements: Element[] = []
    let gap = 0
    const marked = variant.replaceAll('…', ` ${GAP_MARK} `).replaceAll('*', OPEN_MARK)
    for (const part of fold(marked).split(BETWEEN_WORDS)) {
      if (part === GAP_MARK) {
        gap = GAP
        continue
      }
      const openStart = part.startsWith(OPEN_MARK)
      const openEnd = part.endsWith(OPEN_MARK)
      const age = part === '#'
      const bare = part.replaceAll(OPEN_MARK, '')
      const letters = age ? '' : respell(bare)
      if (!age && letters === '') continue
      elements.push({ letters, openStart, openEnd, age, gap: elements.length === 0 ? 0 : gap })
      gap = 0
    }
    return elements.length > 0 ? [{ written, elements, tag }] : []
  })
}

function fits(element: Element, word: string): boolean {
  if (element.age) return /^\d{1,2}$/.test(word) && Number(word) >= 4 && Number(word) <= 17
  const { letters, openStart, openEnd } = element
  if (openStart) return openEnd ? word.includes(letters) : word.endsWith(letters)
  return openEnd ? word.startsWith(letters) : word === letters
}

/** Finds many phrases in one run over the words of a text. */
export class PhraseFinder<Tag> {
  /** By the letters with which the first word begins, whole or not. */
  readonly #byStart = new Map<string, Phrase<Tag>[]>()
  /** By letters that may stand anywhere in the first word. */
  readonly #byPart = new Map<string, Phrase<Tag>[]>()
  readonly #byAge: Phrase<Tag>[] = []
  readonly #longestPart: number

  constructor(phrases: readonly Phrase<Tag>[]) {
    for (const phrase of phrases) {
      const [first] = phrase.elements
      if (first === undefined) continue
      if (first.age) {
        this.#byAge.push(phrase)
        continue
      }
      const index = first.openStart ? this.#byPart : this.#byStart
      const known = index.get(first.letters)
      if (known) known.push(phrase)
      else index.set(first.letters, [phrase])
    }
    this.#longestPart = Math.max(0, ...[...this.#byPart.keys()].map(({ length }) => length))
  }

  /**
   * Every place where a phrase begins; at most one hit per phrase and place.
   *
   * @param memory remembers which phrases a word may begin; for many texts in a row, never for what people write
   */
  find(words: readonly string[], memory?: Map<string, readonly Phrase<Tag>[]>): PhraseHit<Tag>[] {
    const hits: PhraseHit<Tag>[] = []
    words.forEach((word, from) => {
      let candidates = memory?.get(word)
      if (candidates === undefined) {
        candidates = this.#beginningWith(word)
        memory?.set(word, candidates)
      }
      for (const phrase of candidates) {
        const to = endOf(phrase.elements, words, 0, from)
        if (to >= 0) hits.push({ phrase, from, to })
      }
    })
    return hits
  }

  #beginningWith(word: string): Phrase<Tag>[] {
    const found = new Set<Phrase<Tag>>()
    const add = (phrases: readonly Phrase<Tag>[] | undefined) => {
      for (const phrase of phrases ?? []) if (fits(phrase.elements[0]!, word)) found.add(phrase)
    }
    for (let length = 1; length <= word.length; length++) add(this.#byStart.get(word.slice(0, length)))
    for (let start = 0; start < word.length; start++) {
      const longest = Math.min(this.#longestPart, word.length - start)
      for (let length = 1; length <= longest; length++)
        add(this.#byPart.get(word.slice(start, start + length)))
    }
    add(this.#byAge)
    return [...found]
  }
}

/** Index of the last word if the elements from `index` on fit from word `at` on, else -1. */
function endOf(elements: readonly Element[], words: readonly string[], index: number, at: number): number {
  const word = words[at]
  const element = elements[index]!
  if (word === undefined || !fits(element, word)) return -1
  if (index === elements.length - 1) return at
  for (let skip = 0; skip <= elements[index + 1]!.gap; skip++) {
    const end = endOf(elements, words, index + 1, at + 1 + skip)
    if (end >= 0) return end
  }
  return -1
}
