/**
 * Ukrainian and Russian as people type them on a Latin keyboard: no standard, a few habits. Only for training: from
 * texts in Cyrillic it makes the spellings that a detector must know.
 *
 * Habits: https://en.wikipedia.org/wiki/Informal_romanizations_of_Cyrillic and …/Romanization_of_Ukrainian
 */

// biome-ignore format: one row per letter: passport spelling, "y/j" spelling, short spelling of chats
const LETTERS: Readonly<Record<string, readonly [string, string, string]>> = {
  а: ['a', 'a', 'a'], б: ['b', 'b', 'b'], в: ['v', 'v', 'v'], г: ['g', 'g', 'g'], ґ: ['g', 'g', 'g'], д: ['d', 'd', 'd'],
  е: ['e', 'e', 'e'], ё: ['e', 'jo', 'yo'], є: ['ie', 'je', 'ye'], ж: ['zh', 'zh', 'j'], з: ['z', 'z', 'z'],
  и: ['i', 'i', 'i'], і: ['i', 'i', 'i'], ї: ['i', 'ji', 'yi'], й: ['i', 'j', 'y'], к: ['k', 'k', 'k'], л: ['l', 'l', 'l'],
  м: ['m', 'm', 'm'], н: ['n', 'n', 'n'], о: ['o', 'o', 'o'], п: ['p', 'p', 'p'], р: ['r', 'r', 'r'], с: ['s', 's', 's'],
  т: ['t', 't', 't'], у: ['u', 'u', 'u'], ф: ['f', 'f', 'f'], х: ['kh', 'h', 'x'], ц: ['ts', 'c', 'ts'],
  ч: ['ch', 'ch', '4'], ш: ['sh', 'sh', 'w'], щ: ['shch', 'sch', 'sh'], ъ: ['', '', ''], ы: ['y', 'y', 'i'],
  ь: ['', '', "'"], э: ['e', 'e', 'e'], ю: ['iu', 'ju', 'yu'], я: ['ia', 'ja', 'ya'],
}

/** What Ukrainian writes otherwise with the same letters. */
// biome-ignore format: a table
const UKRAINIAN: Readonly<Record<string, readonly [string, string, string]>> = {
  г: ['h', 'h', 'g'], и: ['y', 'y', 'u'],
}

/** The text in each of the three habits, lower case; other letters stay as they are. */
export function latinTypings(text: string, locale: string): string[] {
  const own = locale === 'uk' ? UKRAINIAN : {}
  return [0, 1, 2].map((habit) => {
    let typed = ''
    for (const char of text.toLowerCase()) {
      const row = (Object.hasOwn(own, char) && own[char]) || (Object.hasOwn(LETTERS, char) && LETTERS[char])
      typed += row ? row[habit] : char
    }
    return typed
  })
}

/** The languages whose Latin typing this file knows. */
export const LATIN_TYPED_CYRILLIC: readonly string[] = ['uk', 'ru']
