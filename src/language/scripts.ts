/**
 * Which script a letter belongs to, by its place in Unicode.
 *
 * Ranges instead of `\p{Script=…}`: one look per letter, and a script that we have no language for yet
 * is still told apart, so that a new locale needs no code.
 */

// biome-ignore format: one row per script
/** Name, then first and last code point of each block with letters (https://www.unicode.org/Public/UNIDATA/Blocks.txt). */
const BLOCKS: readonly (readonly [script: string, ...bounds: number[]])[] = [
  ['latin', 0x41, 0x5a, 0x61, 0x7a, 0xaa, 0xaa, 0xba, 0xba, 0xc0, 0x24f, 0x250, 0x2af, 0x1e00, 0x1eff],
  ['greek', 0x370, 0x3ff, 0x1f00, 0x1fff],
  ['cyrillic', 0x400, 0x52f, 0x1c80, 0x1c8f, 0x2de0, 0x2dff],
  ['armenian', 0x530, 0x58f],
  ['hebrew', 0x590, 0x5ff],
  ['arabic', 0x600, 0x6ff, 0x750, 0x77f, 0x8a0, 0x8ff, 0xfb50, 0xfdff, 0xfe70, 0xfeff],
  ['devanagari', 0x900, 0x97f, 0xa8e0, 0xa8ff],
  ['bengali', 0x980, 0x9ff],
  ['gurmukhi', 0xa00, 0xa7f],
  ['gujarati', 0xa80, 0xaff],
  ['odia', 0xb00, 0xb7f],
  ['tamil', 0xb80, 0xbff],
  ['telugu', 0xc00, 0xc7f],
  ['kannada', 0xc80, 0xcff],
  ['malayalam', 0xd00, 0xd7f],
  ['sinhala', 0xd80, 0xdff],
  ['thai', 0xe00, 0xe7f],
  ['lao', 0xe80, 0xeff],
  ['tibetan', 0xf00, 0xfff],
  ['myanmar', 0x1000, 0x109f],
  ['georgian', 0x10a0, 0x10ff, 0x1c90, 0x1cbf],
  ['ethiopic', 0x1200, 0x139f],
  ['khmer', 0x1780, 0x17ff],
  ['hangul', 0x1100, 0x11ff, 0x3130, 0x318f, 0xac00, 0xd7af],
  ['kana', 0x3040, 0x30ff],
  ['han', 0x3400, 0x9fff],
]

const LETTER_OR_MARK = /[\p{L}\p{M}]/u

/** Scripts by code point, filled while the process runs; at most one row per code point below the end of Han. */
const known = new Map<number, string | undefined>()

/** Name of the script of a letter or vowel sign, undefined for digits, punctuation, emoji and rare scripts. */
export function scriptOf(char: string): string | undefined {
  const code = char.codePointAt(0)
  if (code === undefined || code > 0xffff) return undefined
  if (known.has(code)) return known.get(code)
  const script = LETTER_OR_MARK.test(char) ? blockOf(code) : undefined
  known.set(code, script)
  return script
}

function blockOf(code: number): string | undefined {
  for (const [script, ...bounds] of BLOCKS) {
    for (let i = 0; i < bounds.length; i += 2) {
      if (code >= bounds[i]! && code <= bounds[i + 1]!) return script
    }
  }
  return undefined
}

/**
 * A Latin word inside another script is mostly a Romanian term ("permis de ședere"), a name or a brand; nobody writes
 * single Arabic or Cyrillic words inside a Latin sentence. So a Latin letter weighs less.
 */
const LATIN_WEIGHT = 0.5

export interface MainScript {
  readonly script: string
  readonly letters: number
  /** Whether all letters are of this script. */
  readonly alone: boolean
}

/** The script that carries a text, with the number of its letters; undefined if there is no letter at all. */
export function mainScript(text: string): MainScript | undefined {
  const letters = new Map<string, number>()
  for (const char of text) {
    const script = scriptOf(char)
    if (script) letters.set(script, (letters.get(script) ?? 0) + 1)
  }
  let best: MainScript | undefined
  let bestWeight = 0
  for (const [script, count] of letters) {
    const weight = script === 'latin' ? count * LATIN_WEIGHT : count
    if (weight <= bestWeight) continue
    best = { script, letters: count, alone: letters.size === 1 }
    bestWeight = weight
  }
  return best
}
