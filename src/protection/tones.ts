import { words as foldedWords } from '../language/normalise.ts'

/** Folded word → how it is written in a text, where that differs. */
export type Tones = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Vietnamese letters that no other language of ours has. Folding takes its marks off, and with them the word: "súng" is
 * a gun, "sống" is to live. Whoever types marks means them; whoever types none is compared without.
 */
const VIETNAMESE = /[đơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]/iu
const WORD = /[\p{L}\p{M}]+/gu

/** The words of a text that is written with Vietnamese marks; undefined for any other text. */
export function tonesOf(text: string): Tones | undefined {
  const written = text.normalize('NFC')
  return VIETNAMESE.test(written) ? markedWords(written) : undefined
}

/** The words of a text as they are written. */
export function markedWords(text: string): Tones {
  const written = text.normalize('NFC').toLowerCase()
  const tones = new Map<string, Set<string>>()
  for (const word of written.match(WORD) ?? []) {
    const [folded] = foldedWords(word)
    if (folded === undefined) continue
    const known = tones.get(folded) ?? new Set<string>()
    known.add(word)
    tones.set(folded, known)
  }
  return tones
}

/** Whether words that a phrase was found in are the words that it is written with, marks included. */
export function sameTones(found: readonly string[], text: Tones, phrase: Tones): boolean {
  return found.every((word) => {
    const meant = phrase.get(word)
    const typed = text.get(word)
    if (!meant || !typed || meant.has(word) || typed.has(word)) return true
    return [...typed].some((each) => meant.has(each))
  })
}
