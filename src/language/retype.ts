/**
 * What a text becomes when it was typed with another keyboard layout switched on: "ghbdsn" is "привіт", "руддщ" is "hello".
 * Layouts: Windows ЙЦУКЕН (Russian, Ukrainian), Windows Arabic (101), US QWERTY.
 */

const QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
const LAYOUTS: Readonly<Record<string, string>> = {
  ru: 'ёйцукенгшщзхъфывапролджэячсмитьбю',
  uk: "'йцукенгшщзхїфівапролджєячсмитьбю",
  ar: 'ذضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوز',
}
/** One key of the Arabic layout gives two letters; the layout above holds them as their ligature. */
const LAM_ALEF = 'لا'
const LAM_ALEF_LIGATURE = 'ﻻ'

interface Keymap {
  readonly locale: string | undefined
  readonly from: 'latin' | 'cyrillic' | 'arabic'
  readonly keys: ReadonlyMap<string, string>
}

function keymap(from: Keymap['from'], locale: string | undefined, typed: string, meant: string): Keymap {
  return { from, locale, keys: new Map([...typed].map((key, i) => [key, [...meant][i]!])) }
}

/** ы, э, ъ, ё of Russian lie on the keys of і, є, ї and the apostrophe of Ukrainian. */
const RUSSIAN_KEYS = 'ыэъ'
const UKRAINIAN_KEYS = 'ієї'

const KEYMAPS: readonly Keymap[] = [
  ...Object.entries(LAYOUTS).map(([locale, letters]) => keymap('latin', locale, QWERTY, letters)),
  keymap('cyrillic', undefined, LAYOUTS.ru!, QWERTY),
  keymap('cyrillic', undefined, LAYOUTS.uk!, QWERTY),
  keymap('arabic', undefined, LAYOUTS.ar!, QWERTY),
]

const NEIGHBOURS: readonly Keymap[] = [
  keymap('cyrillic', 'ru', UKRAINIAN_KEYS, RUSSIAN_KEYS),
  keymap('cyrillic', 'uk', RUSSIAN_KEYS, UKRAINIAN_KEYS),
]

export interface Retyping {
  readonly text: string
  /** The language of the layout that was meant; undefined where any language of the Latin alphabet may be. */
  readonly locale: string | undefined
}

/** The same keys on the other layouts, for a text whose letters are mostly of `script`; lower case, each once. */
export function otherLayouts(text: string, script: string): Retyping[] {
  const lower = text.toLowerCase()
  const pressed = script === 'arabic' ? lower.replaceAll(LAM_ALEF, LAM_ALEF_LIGATURE) : lower
  return KEYMAPS.filter(({ from }) => from === script).map(({ keys, locale }) => ({
    text: press(pressed, keys).replaceAll(LAM_ALEF_LIGATURE, LAM_ALEF),
    locale,
  }))
}

/** Russian typed with the Ukrainian layout on, and the other way round: only where a letter changes. */
export function neighbourLayouts(text: string): Retyping[] {
  const lower = text.toLowerCase()
  return NEIGHBOURS.map(({ keys, locale }) => ({ text: press(lower, keys), locale })).filter(
    (retyping) => retyping.text !== lower,
  )
}

function press(text: string, keys: ReadonlyMap<string, string>): string {
  let result = ''
  for (const key of text) result += keys.get(key) ?? key
  return result
}
