import { fold } from './normalise.ts'

/** The two scripts whose speakers often type in Latin letters. */
export type SkeletonScript = 'cyrillic' | 'arabic'

/*
 * Nobody types Ukrainian, Russian or Arabic in Latin letters by a standard: ж is zh, j or z, ш is sh or w, ч is ch
 * or 4, х is kh, h or x, й is y, i or j; ح is 7 or h, ع is 3 or nothing, vowels come and go. So both sides, the native
 * spelling and the typed one, are mapped to one coarse Latin skeleton and compared there by character n-grams.
 * The habits: https://en.wikipedia.org/wiki/Informal_romanizations_of_Cyrillic (and …/Romanization_of_Ukrainian),
 * https://en.wikipedia.org/wiki/Arabic_chat_alphabet
 */

// biome-ignore format: a table, one row per sound
const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'h', д: 'd', е: 'e', є: 'e', ж: 'z', з: 'z', и: 'i', і: 'i', ї: 'i', й: 'i', к: 'k',
  л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'q', ш: 's',
  щ: 's', ъ: '', ы: 'i', ь: '', э: 'e', ю: 'u', я: 'a',
}

// biome-ignore format: a table
/** Latin typing of Cyrillic, longest first: the first row that fits at a place is taken. */
const LATIN_OF_CYRILLIC: readonly (readonly [string, string])[] = [
  ['shch', 's'], ['sch', 's'], ['tch', 'q'], ['sh', 's'], ['ch', 'q'], ['cz', 'q'], ['sz', 's'], ['zh', 'z'],
  ['kh', 'h'], ['ts', 'c'], ['tz', 'c'], ['ph', 'f'], ['4', 'q'], ['w', 's'], ['x', 'h'], ['g', 'h'], ['q', 'k'],
  ['y', 'i'], ['6', 's'],
]

// biome-ignore format: a table, one row per sound
const ARABIC: Readonly<Record<string, string>> = {
  ا: '', ب: 'b', پ: 'b', ت: 't', ث: 't', ج: 'j', چ: 'c', ح: 'h', خ: 'x', د: 'd', ذ: 'd', ر: 'r', ز: 'z', ژ: 'j',
  س: 's', ش: 'c', ص: 's', ض: 'd', ط: 't', ظ: 'z', ع: '3', غ: 'g', ف: 'f', ڤ: 'f', ق: 'k', ك: 'k', گ: 'j', ل: 'l',
  م: 'm', ن: 'n', ه: 'h', و: '', ي: '', ے: '',
}

// biome-ignore format: a table
/** Latin typing of Arabic ("Arabizi"), longest first; vowels and the half vowels w and y are left out on both sides. */
const LATIN_OF_ARABIC: readonly (readonly [string, string])[] = [
  ['tch', 'c'], ['sh', 'c'], ['ch', 'c'], ['kh', 'x'], ['gh', 'g'], ['th', 't'], ['dh', 'd'], ['dj', 'j'], ['ph', 'f'],
  ['2', ''], ['3', '3'], ['4', ''], ['5', 'x'], ['6', 't'], ['7', 'h'], ['8', 'g'], ['9', 's'],
  ['a', ''], ['e', ''], ['i', ''], ['o', ''], ['u', ''], ['w', ''], ['y', ''],
  ['c', 'k'], ['g', 'j'], ['q', 'k'], ['p', 'b'], ['v', 'f'],
]

/** Letters and digits that are typed for Arabic sounds next to other letters: "3iraq", "rujoo3", "ma7al". */
const ARABIZI = /[a-z][235679]|(?<![0-9])[235679][a-z]/
const WORD = /[\p{L}\p{M}\p{N}]+/gu
const VOWEL = 'aeiou'

/**
 * Latin skeleton of a text, word by word, words apart by one space. Without `script` it is the script of the text
 * itself; for Latin text it is Arabic if digits stand for letters ("3iraq"), otherwise Cyrillic. Words of which nothing
 * is left (Arabic vowels only) are dropped.
 */
export function skeleton(text: string, script: SkeletonScript = scriptOf(text)): string {
  const build = script === 'arabic' ? arabicSkeleton : cyrillicSkeleton
  return (fold(text).match(WORD) ?? []).map(build).filter(Boolean).join(' ')
}

function scriptOf(text: string): SkeletonScript {
  if (/\p{Script=Arabic}/u.test(text)) return 'arabic'
  if (/\p{Script=Cyrillic}/u.test(text)) return 'cyrillic'
  return ARABIZI.test(fold(text)) ? 'arabic' : 'cyrillic'
}

function cyrillicSkeleton(word: string): string {
  let sounds = ''
  if (/^\d+$/.test(word)) return word
  if (/[a-z]/.test(word)) sounds = replaceLongest(jota(word), LATIN_OF_CYRILLIC)
  else for (const letter of word) sounds += CYRILLIC[letter] ?? letter
  // я is ya, ia, ja or a: the glide before a vowel goes, in both spellings; then doubled letters once
  return once(sounds.replace(/i+(?=[aeou])/g, ''))
}

/** j is й before and after vowels ("ja", "mij") and ж before a consonant ("mojna"). */
function jota(word: string): string {
  return word.replace(/j(.?)/g, (_, next: string) =>
    next === '' || VOWEL.includes(next) ? `i${next}` : `z${next}`,
  )
}

function arabicSkeleton(word: string): string {
  if (/^\d+$/.test(word)) return word
  if (!/[a-z]/.test(word)) {
    // the article is typed apart, glued or not at all; a final ه is a sounded "a"
    const bare = word.replace(/^(?:وال|بال|فال|كال|لل|ال)(?=..)/u, '').replace(/(?<=..)ه$/u, '')
    let sounds = ''
    for (const letter of bare) sounds += ARABIC[letter] ?? letter
    return once(sounds)
  }
  if (/^[aei]?l$/.test(word)) return ''
  return once(
    replaceLongest(word.replace(/^[bwfl]?[aei]l(?=...)/, '').replace(/(?<=..)h$/, ''), LATIN_OF_ARABIC),
  )
}

function replaceLongest(word: string, table: readonly (readonly [string, string])[]): string {
  let result = ''
  for (let at = 0; at < word.length; ) {
    const row = table.find(([typed]) => word.startsWith(typed, at))
    result += row ? row[1] : word[at]
    at += row ? row[0].length : 1
  }
  return result
}

function once(sounds: string): string {
  return sounds.replace(/(.)\1+/gu, '$1')
}
