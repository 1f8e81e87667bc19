import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { fold, words } from '../../src/language/normalise.ts'

describe('two spellings of one thing fold to the same text', () => {
  test.each([
    // one, the other, why they meet
    ['Întoarcere ÎN ȚARĂ', 'intoarcere in tara'], // Romanian without diacritics
    ['ţară şi oraş', 'țară și oraș'], // cedillas of old keyboards
    ['Việt Nam đường', 'viet nam duong'], // Vietnamese tones and đ
    ['İSTANBUL ışık', 'istanbul isik'], // dotted and dotless i
    ['Straße Øre Łódź œuvre', 'strasse ore lodz oeuvre'],
    ['ёлка', 'елка'],
    ['ґанок', 'ганок'],
    ['за́мок', 'замок'], // stress mark
    ['сім’я', "сім'я"], // apostrophes of two keyboards
    ['сімʼя', 'сімя'],
    ['мiй', 'мій'], // Latin i inside a Cyrillic word
    ['أُريدُ الإقامة', 'اريد الاقامه'], // hamzas, vowel signs, ta marbuta
    ['مدرســـة', 'مدرسه'], // tatweel
    ['کتاب علی', 'كتاب علي'], // Persian kaf and yeh
    ['یہ گھر', 'يه گهر'], // Urdu heh
    ['फ़ोन', 'फोन'], // nukta
    ['हाँ', 'हां'], // candrabindu
    ['চাঁদ', 'চাদ'],
    ['१२३ ١٢٣ ۱۲۳ ১২৩', '123 123 123 123'], // digits of every script
    ['ｆｕｌｌ ｗｉｄｔｈ', 'full width'],
    ['hellooooo', 'helloo'],
    ['zero\u200bwidth\u00ad', 'zerowidth'],
    ['  many \n\t spaces ', 'many spaces'],
    ['don’t', "don't"],
    ["l'asile", 'l asile'], // French elision
    ["jusqu'à demain", 'jusqu a demain'],
  ])('%s = %s', (one, other) => {
    expect(fold(one)).toBe(fold(other))
  })
})

describe('what carries meaning stays apart', () => {
  test.each([
    ['мій', 'міи'], // й is no и
    ['їжа', 'іжа'],
    ['कि', 'का'], // Indic vowel signs
    ['কি', 'কা'],
    ['10000', '100'], // repeated digits are numbers
    ['шар', 'щар'],
    ['كتب', 'كتاب'],
  ])('%s ≠ %s', (one, other) => {
    expect(fold(one)).not.toBe(fold(other))
  })
})

describe('words', () => {
  test('are runs of letters, marks and digits', () => {
    expect(words('Bună ziua! Aș vrea (vă rog) 2 acte, m-am mutat.')).toEqual([
      ...['buna', 'ziua', 'as', 'vrea', 'va', 'rog', '2', 'acte', 'm', 'am', 'mutat'],
    ])
  })

  test('keep Indic vowel signs and viramas', () => {
    expect(words('हिन्दी में')).toEqual(['हिन्दी', 'में'])
  })

  test.each(['', '   ', '???', '…!—', '\u200b\u200f', '👍🏽'])('are none in %j', (text) => {
    expect(words(text)).toEqual([])
  })
})

describe('whatever people paste', () => {
  test('folding twice is folding once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
      { numRuns: 500, seed: 1 },
    )
  })

  test('case and composition do not matter', () => {
    const letters = [...'aăâîșțéçñüßабвїйєґأإةىकिড়']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...letters), { maxLength: 20 }), (list) => {
        const text = list.join('')
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')))
        expect(fold(text.toUpperCase().toLowerCase())).toBe(fold(text))
      }),
      { seed: 1 },
    )
  })
})
