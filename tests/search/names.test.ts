import { describe, expect, test } from '@jest/globals'
import { words } from '../../src/language/normalise.ts'
import { stem } from '../../src/language/stem.ts'
import { NameKinds } from '../../src/search/names.ts'

/** The kinds of all names that a text holds. */
function kindsIn(text: string, locale: string, kinds: NameKinds): (string | undefined)[] {
  const list = words(text)
  const roots = list.map((word) => stem(word, locale))
  return [
    ...list.map((word, at) => kinds.of(word, roots[at]!)),
    ...roots.slice(1).map((root, at) => kinds.ofPair(roots[at]!, root)),
  ].filter((kind) => kind !== undefined)
}

describe('the kind of a name', () => {
  test.each([
    // language, names of the list, what a person writes
    ['uk', ['Німеччина'], 'притулок у німеччині'], // a case
    ['ru', ['Польша'], 'я в польше'],
    ['ro', ['Spania'], 'viza pt spania'],
    ['ro', ['Suedia'], 'azil in suedia'],
    ['ar', ['مالمو'], 'مكتب الهجرة بمالمو'], // "in" without a space
    ['ar', ['ألمانيا'], 'فيزا لالمانيا'], // without hamza
    ['en', ['New Zealand'], 'visa for new zealand'], // two words
    ['fr', ['États-Unis'], 'visa pour les etats unis'],
  ])('%s %j is known in “%s”', (locale, names, text) => {
    expect(kindsIn(text, locale, new NameKinds(locale, { elsewhere: names }))).toContain('elsewhere')
  })

  test.each([
    ['en', ['Malta'], 'malted milk for the baby'],
    ['ar', ['قطر'], 'بدي قطار لبوخارست'],
    ['uk', ['Чехія'], 'де чехол для паспорта'],
  ])('%s %j is not seen in “%s”', (locale, names, text) => {
    expect(kindsIn(text, locale, new NameKinds(locale, { elsewhere: names }))).toEqual([])
  })
})
