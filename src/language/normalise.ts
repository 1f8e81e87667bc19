/**
 * Comparable text: two spellings of one question fold to the same string.
 *
 * Everything that compares people's words (search, danger phrases, small talk,
 * language detection) folds both sides with this one function. It never deletes
 * a letter or a vowel sign that carries meaning: й and ї stay apart from и and і,
 * and Indic vowel signs and the virama stay where they are.
 */

// biome-ignore format: one row per script is easier to check than one row per letter
/** Letters that Unicode does not decompose, in the form that people type on a plain keyboard. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  // Latin
  ł: 'l', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ŧ: 't', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th',
  // Cyrillic: ё and ґ are often typed without their mark
  ё: 'е', ґ: 'г', ѐ: 'е', ѝ: 'и',
  // Arabic, Persian, Urdu and Pashto: one alef, one ya, one kaf, one heh
  أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ٲ: 'ا', ٳ: 'ا', ؤ: 'و', ئ: 'ي', ى: 'ي', ی: 'ي', ې: 'ي', ۍ: 'ي', ێ: 'ي',
  ء: '', ة: 'ه', ۃ: 'ه', ۀ: 'ه', ہ: 'ه', ھ: 'ه', ە: 'ه', ۂ: 'ه', ک: 'ك', ڪ: 'ك', ګ: 'گ', ۓ: 'ے', ں: 'ن',
  // Devanagari letters with a built-in nukta (the other ones are decomposed by NFKC); candrabindu is typed as anusvara
  '\u0929': '\u0928', '\u0931': '\u0930', '\u0934': '\u0933', '\u0901': '\u0902',
  // the punctuation that separates sentences in other scripts
  '؟': '?', '؛': ';', '،': ',', '।': '.', '॥': '.', '۔': '.', '¿': '?', '¡': '!',
}

/** The signs that keyboards give for an apostrophe. */
const APOSTROPHES = /['`\u00b4\u02b9\u02bb\u02bc\u02bd\u2018\u2019\u201b\u2032\ua78c]/u

/** Not seen at all: zero-width characters, direction marks, soft hyphen, variation selectors. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u

/** Marks that people leave out, as first and last code point. */
const LEFT_OUT: readonly (readonly [number, number])[] = [
  [0x0300, 0x036f], // Latin and Cyrillic accents (й and ї are one letter after NFKC and stay)
  [0x0483, 0x0487],
  [0x0610, 0x061a], // Arabic vowel signs
  [0x0640, 0x0640], // tatweel
  [0x064b, 0x065f],
  [0x0670, 0x0670],
  [0x06d6, 0x06dc],
  [0x06df, 0x06e8],
  [0x06ea, 0x06ed],
  [0x093c, 0x093c], // nuktas: Devanagari, Bengali, Gurmukhi, Gujarati, Odia
  [0x09bc, 0x09bc],
  [0x0a3c, 0x0a3c],
  [0x0abc, 0x0abc],
  [0x0b3c, 0x0b3c],
  [0x0981, 0x0981], // candrabindu: Bengali, Sinhala
  [0x0d81, 0x0d81],
]

function isLeftOut(char: string): boolean {
  const code = char.codePointAt(0)!
  return INVISIBLE.test(char) || LEFT_OUT.some(([first, last]) => code >= first && code <= last)
}

const DIGIT = /\p{Nd}/u
const LATIN = /\p{Script=Latin}/u
const SPACE = /\s/u
/** A word is letters, marks and digits of any script. */
const WORD = /[\p{L}\p{M}\p{N}]+/gu

// biome-ignore format: a table
/** Latin letters that look like Cyrillic ones; phones mix them into Cyrillic words ("мiй"). */
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а', c: 'с', e: 'е', i: 'і', o: 'о', p: 'р', x: 'х', y: 'у', k: 'к', m: 'м', t: 'т', h: 'н', b: 'в',
}

/** What one code point becomes; filled while the process runs, at most one row per code point that was ever seen. */
const folded = new Map<string, string>()

function foldCodePoint(char: string): string {
  const known = folded.get(char)
  if (known !== undefined) return known
  const result = foldUnseen(char)
  folded.set(char, result)
  return result
}

function foldUnseen(char: string): string {
  if (Object.hasOwn(PLAIN_LETTERS, char)) return PLAIN_LETTERS[char]!
  if (isLeftOut(char)) return ''
  if (APOSTROPHES.test(char)) return "'"
  if (SPACE.test(char)) return ' '
  if (DIGIT.test(char)) return String(digitValue(char))
  if (!LATIN.test(char)) return char
  const base = [...char.normalize('NFD')].filter((part) => !isLeftOut(part)).join('')
  return [...base].map((part) => (Object.hasOwn(PLAIN_LETTERS, part) ? PLAIN_LETTERS[part] : part)).join('')
}

/** Decimal digits of every script stand in runs of ten code points, zero first. */
function digitValue(char: string): number {
  const code = char.codePointAt(0)!
  let start = code
  while (start > 0 && DIGIT.test(String.fromCodePoint(start - 1))) start--
  return (code - start) % 10
}

/**
 * Comparable form of a text: NFKC, lower case, accents and marks off, one form per letter, ASCII digits,
 * apostrophes inside words dropped (French elisions split: "l'asile" → "l asile"), a letter at most twice in a row,
 * single spaces. Punctuation stays. Idempotent. The empty string for a text without content.
 */
export function fold(text: string): string {
  let result = ''
  let last = ''
  let repeats = 0
  for (const char of text.normalize('NFKC').toLowerCase().normalize('NFKC')) {
    for (const part of foldCodePoint(char)) {
      repeats = part === last ? repeats + 1 : 1
      last = part
      const limit = part === ' ' ? 1 : part >= '0' && part <= '9' ? Number.POSITIVE_INFINITY : 2
      if (repeats <= limit) result += part
    }
  }
  return joinApostrophes(cyrillicLookalikes(result)).trim()
}

/** Elided Latin words before an apostrophe: one letter, or a form of "que" ("qu'on", "jusqu'à", "lorsqu'il"). */
const ELISION = /(?<![\p{L}\p{N}])(?:[a-z]|[a-z]{0,5}qu)'+(?=\p{L})/gu

function joinApostrophes(text: string): string {
  if (!text.includes("'")) return text
  return text
    .replace(ELISION, (elided) => elided.replaceAll("'", ' '))
    .replace(/(?<=[\p{L}\p{M}\p{N}])'+(?=[\p{L}\p{M}])/gu, '')
    .replace(/'+/g, ' ')
    .replace(/ {2,}/g, ' ')
}

function cyrillicLookalikes(text: string): string {
  if (!/[а-ӿ]/u.test(text) || !/[a-z]/.test(text)) return text
  return text.replace(WORD, (word) =>
    /[а-ӿ]/u.test(word) && /[a-z]/.test(word)
      ? word.replace(/[a-z]/g, (letter) => (Object.hasOwn(LOOKALIKES, letter) ? LOOKALIKES[letter]! : letter))
      : word,
  )
}

/** The folded words of a text in their order: runs of letters, marks and digits. */
export function words(text: string): string[] {
  return fold(text).match(WORD) ?? []
}
