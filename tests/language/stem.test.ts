import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { words } from '../../src/language/normalise.ts'
import { isStopWord, stem } from '../../src/language/stem.ts'

const stems = (text: string, locale: string) => new Set(words(text).map((word) => stem(word, locale)))

describe('forms of one word share a stem', () => {
  test.each([
    ['en', 'return returns returning returned'],
    ['ro', 'bibliotecă biblioteca bibliotecii biblioteci bibliotecile'],
    ['ro', 'curs cursul cursuri cursurile'],
    ['ro', 'drept drepturi drepturile'],
    ['uk', 'документ документи документів документами'],
    ['uk', 'безкоштовний безкоштовна безкоштовно'],
    ['uk', 'робота роботу роботи'],
    ['ru', 'документ документы документов документами'],
    ['fr', 'demande demander demandé'],
    ['fr', 'bibliothèque bibliothèques'],
    ['ar', 'المحامي محامي محامين'],
    ['ar', 'مكتبة المكتبة والمكتبة مكتبات'],
    ['hi', 'किताब किताबें किताबों'],
  ])('%s %s', (locale, forms) => {
    expect(stems(forms, locale).size).toBe(1)
  })
})

describe('other words do not', () => {
  test.each([
    ['en', 'return retire'],
    ['ro', 'casa caz'],
    ['ar', 'محام محل'],
  ])('%s %s', (locale, forms) => {
    expect(stems(forms, locale).size).toBe(2)
  })
})

test('a stem is never empty, and words with digits stay', () => {
  const locales = ['en', 'ro', 'uk', 'ru', 'ar', 'fr', 'es', 'tr', 'fa', 'hi', 'bn', 'ne', 'xx']
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom(...locales),
      (text, locale) => {
        for (const word of words(text)) expect(stem(word, locale)).not.toBe('')
      },
    ),
    { numRuns: 300, seed: 1 },
  )
  expect(stem('122s', 'en')).toBe('122s')
})

test.each([
  ['en', 'the', true],
  ['en', 'passport', false],
  ['ro', 'sunt', true],
  ['uk', 'мені', true], // not in the package's list
  ['uk', 'паспорт', false],
  ['ps', 'زه', true],
  ['xx', 'the', false],
])('%s %s: stop word %s', (locale, word, expected) => {
  expect(isStopWord(words(word)[0]!, locale)).toBe(expected)
})
