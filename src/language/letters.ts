/**
 * Words as the language detector compares them. Unlike `fold`, which makes spellings of one question meet, this keeps
 * the letters that tell languages apart: ے ہ ں of Urdu, ې ۍ of Pashto, ة of Arabic, and which accents a word had.
 */

export interface SeenWord {
  /** Lower case, without accents and with one form per keyboard variant. */
  readonly plain: string
  /** Letters that had an accent or another form before (ș, ñ, ي), each as typed. */
  readonly marks: string
}

/** Letters, vowel signs and digits; an apostrophe inside belongs to the word ("м'я", "l'asile"). */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’ʼ`][\p{L}\p{M}\p{N}]+)*/gu
const ADDRESS = /(?:https?:\/\/|www\.)\S{1,300}|\S{1,64}@\S{1,100}|@\w{1,64}/gi
const ONLY_DIGITS = /^\p{N}+$/u
/** A letter typed three times and more is typed once or twice by others. */
const REPEATED = /(.)\1{2,}/gu

// biome-ignore format: a table
/** Forms of one letter that depend on the keyboard rather than on the language. */
const FORMS: Readonly<Record<string, string>> = {
  ي: 'ی', ى: 'ی', ك: 'ک', أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ۀ: 'ه', 'ە': 'ه',
  ł: 'l', ø: 'o', đ: 'd', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe', ё: 'е',
  '’': "'", ʼ: "'", '`': "'",
}

const ACCENTED_LATIN = /[\u00c0-\u024f\u1e00-\u1eff]/
const COMBINING = /[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200c\u200d]/gu
/** Latin letters that phones mix into Cyrillic words: "мiй". */
const LOOKALIKES: Readonly<Record<string, string>> = {
  i: 'і',
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  x: 'х',
  y: 'у',
}

/** The text without links, e-mail addresses and names of accounts. */
export function withoutAddresses(text: string): string {
  return text.replace(ADDRESS, ' ')
}

/** The words of a text in order; numbers are left out. */
export function seenWords(text: string): SeenWord[] {
  const words = text.normalize('NFC').toLowerCase().match(WORD) ?? []
  return words.filter((word) => !ONLY_DIGITS.test(word)).map(seenWord)
}

function seenWord(word: string): SeenWord {
  let plain = ''
  let marks = ''
  const mixed = /[а-ӿ]/.test(word) && /[a-z]/.test(word)
  for (const char of word) {
    const form = mixed && Object.hasOwn(LOOKALIKES, char) ? LOOKALIKES[char]! : plainForm(char)
    if (form !== char && form !== "'" && !mixed) marks += char
    plain += form
  }
  return { plain: plain.normalize('NFC').replace(REPEATED, '$1$1'), marks }
}

function plainForm(char: string): string {
  if (Object.hasOwn(FORMS, char)) return FORMS[char]!
  if (!ACCENTED_LATIN.test(char)) return char.replace(COMBINING, '')
  const base = char.normalize('NFD').replace(COMBINING, '')
  return Object.hasOwn(FORMS, base) ? FORMS[base]! : base
}

/**
 * Letters that one language of an alphabet has and its neighbour lacks, and the share of all letters that they are in
 * its texts (counted in the Declaration of Human Rights). No such rule between Persian, Urdu and Arabic: there the
 * letters depend on the keyboard.
 */
export const OWN_LETTERS: Readonly<Record<string, { readonly letters: RegExp; readonly share: number }>> = {
  uk: { letters: /[іїєґ]/, share: 0.075 },
  ru: { letters: /[ыэъ]/, share: 0.021 },
}

/** Languages that are one when written in Latin letters: who writes decides which it is. */
export const ALIKE_IN_LATIN: readonly string[] = ['hi', 'ur']
