import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { createSearch, type SearchContent } from '../../src/search/search.ts'
import { ARABIC, ENGLISH, UKRAINIAN } from './content.ts'

const contents = [ENGLISH, UKRAINIAN, ARABIC]
const trained = createSearch(contents, { training: 'here' })
const quick = createSearch(contents, { training: 'off' })

describe.each([
  ['trained', trained],
  ['quick', quick],
])('a question finds its entry (%s)', (_, search) => {
  test.each([
    // languages searched, what the person writes, the entry that must come first, why
    [['en'], 'i want to return home', 'return'],
    [['en'], 'who can hlep me retrun to my contry', 'return'], // mistyped
    [['en'], 'romanian leson', 'course'], // a letter is missing
    [['en'], 'LIBRARY!!!', 'library'],
    [
      ['en'],
      'hello, good morning dear sirs. i need a doctor for my child please. thank you very much',
      'doctor',
    ],
    [['en', 'uk'], 'бібліотека', 'library'],
    [['uk'], 'курси румунскої', 'course'], // mistyped
    [['en', 'uk'], 'de vyvchaty rumunsku movu', 'course'], // Ukrainian in Latin letters
    [['en', 'uk'], 'hochu dodomu, nemae grosheй na kvytok', 'return'],
    [['ar'], 'بدي أرجع ع العراق', 'return'],
    [['ar'], 'مُحامٍ', 'lawyer'], // vowel signs
    [['en', 'ar'], 'bedi mo7ami', 'lawyer'], // Arabic in Latin letters
    [['en', 'ar'], 'bade arja3 3al 3iraq', 'return'],
    [['en', 'uk'], 'бібліотека library for refugees', 'library'], // two languages at once
  ])('%j “%s” → %s', (locales, text, expected) => {
    expect(search.find(text, { locales }).matches[0]?.entry).toBe(expected)
  })
})

describe('the verdict', () => {
  test.each([
    ['free Romanian language course please', 'answer'],
    ['weather tomorrow', 'none'],
    ['who won the football match yesterday', 'none'],
    ['', 'none'],
    ['???', 'none'],
    ['12345', 'none'],
    ['qwrtp zxcvb', 'none'],
  ])('on “%s” is %s', (text, verdict) => {
    expect(trained.find(text, { locales: ['en'] }).verdict).toBe(verdict)
  })

  test('is none where no language is searched', () => {
    expect(trained.find('library', { locales: [] })).toMatchObject({
      verdict: 'none',
      matches: [],
      locale: '',
    })
    expect(trained.find('library', { locales: ['xx'] })).toMatchObject({ verdict: 'none', matches: [] })
  })
})

test('the best language wins, and the match says which', () => {
  const found = trained.find('бібліотека для біженців', { locales: ['en', 'uk'] })

  expect(found.locale).toBe('uk')
  expect(found.matches.every(({ locale }) => locale === 'uk')).toBe(true)
})

test('matches come best first, at most eight, with confidences from 0 to 1', () => {
  for (const text of ['work', 'books and lessons', 'help', 'the']) {
    const { matches } = trained.find(text, { locales: ['en'] })
    expect(matches.length).toBeLessThanOrEqual(8)
    for (const { confidence } of matches) expect(confidence).toBeGreaterThanOrEqual(0)
    for (const { confidence } of matches) expect(confidence).toBeLessThanOrEqual(1)
  }
})

test('it explains what was compared and what was corrected', () => {
  const { explanation } = trained.find('Free ROMANIAN lesons', { locales: ['en'] })

  expect(explanation).toMatchObject({
    normalised: 'free romanian lesons',
    corrections: { lesons: 'lessons' },
    trained: true,
  })
  expect(quick.find('lessons', { locales: ['en'] }).explanation.trained).toBe(false)
})

test('a message with two questions offers the other one', () => {
  const { matches, also = [] } = trained.find(
    'Where is a free Romanian language course? And I need a family doctor.',
    {
      locales: ['en'],
    },
  )

  expect(new Set([matches[0]?.entry, ...also])).toEqual(new Set(['course', 'doctor']))
})

test('the same content gives the same answer', () => {
  const again = createSearch(contents, { training: 'here' })
  for (const text of ['go home', 'romanian for my wife', 'doctor and job'])
    expect(again.find(text, { locales: ['en'] })).toEqual(trained.find(text, { locales: ['en'] }))
})

test.each<[string, SearchContent]>([
  ['no entries', { locale: 'en', entries: [], offtopic: [] }],
  ['an entry without words', { locale: 'en', entries: [{ id: 'a', texts: ['?!'] }], offtopic: [] }],
  ['one entry', { locale: 'en', entries: [{ id: 'a', texts: ['passport lost'] }], offtopic: ['weather'] }],
  ['no off-topic texts', { ...ENGLISH, offtopic: [] }],
  [
    'the same text twice',
    {
      locale: 'en',
      entries: [
        { id: 'a', texts: ['visa', 'visa'] },
        { id: 'b', texts: ['visa'] },
      ],
      offtopic: [],
    },
  ],
])('content with %s is searched without complaint', (_, content) => {
  for (const training of ['here', 'off'] as const) {
    const search = createSearch([content], { training })
    for (const text of ['passport lost', 'visa', '', '🙂'])
      expect(search.find(text, { locales: ['en'] }).verdict).toMatch(/^(answer|choose|none)$/)
  }
})

describe('whatever people paste', () => {
  const nasty = [
    ...[
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty null undefined NaN',
      '{"$gt":""}',
      "' OR 1=1 --",
    ],
    ...[
      '<script>alert(1)</script>',
      '{{7*7}} %s%n',
      '../../etc/passwd',
      '\u0000\u0001',
      '\ud800',
      '👩‍👩‍👧‍👦'.repeat(50),
    ],
    ...['Z̸̢̛a̵̧l̶g̷o̸'.repeat(40), '\u202eright to left', '﷽'.repeat(200), 'ﷺ', '𝓵𝓲𝓫𝓻𝓪𝓻𝔂', 'a'.repeat(4096)],
    ...[
      '! | \' ^ $ "quoted" =exact',
      'a b '.repeat(1024),
      '।'.repeat(300),
      'ا'.repeat(4096),
      '1'.repeat(4096),
    ],
  ]

  test.each(nasty)('%j', (text) => {
    const { verdict, matches } = trained.find(text, { locales: ['en', 'uk', 'ar'] })

    expect(['answer', 'choose', 'none']).toContain(verdict)
    for (const { confidence } of matches) expect(Number.isFinite(confidence)).toBe(true)
  })

  test('any text gets a verdict, and finite confidences', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { verdict, matches, explanation } = trained.find(text, { locales: ['en', 'uk', 'ar'] })
        expect(['answer', 'choose', 'none']).toContain(verdict)
        expect(matches.every(({ confidence }) => confidence >= 0 && confidence <= 1)).toBe(true)
        expect(Number.isFinite(explanation.none)).toBe(true)
      }),
      { numRuns: 150, seed: 1 },
    )
  })

  test('case, accents and space do not change what is found', () => {
    const texts = ENGLISH.entries.flatMap((entry) => entry.texts)
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.constantFrom('  ', '\n', '\u200b '), (text, space) => {
        const plain = trained.find(text, { locales: ['en'] })
        const other = trained.find(`${space}${text.toUpperCase().replaceAll('E', 'É')}${space}`, {
          locales: ['en'],
        })
        expect(other.matches).toEqual(plain.matches)
      }),
      { seed: 1 },
    )
  })
})

test('letters fancier than letters are read', () => {
  expect(trained.find('𝓵𝓲𝓫𝓻𝓪𝓻𝔂 𝓬𝓪𝓻𝓭', { locales: ['en'] }).matches[0]?.entry).toBe('library')
})

test('sizes are told per language', () => {
  expect(trained.sizes().en).toMatchObject({ entries: 5, texts: 35, trained: true })
  expect(quick.sizes().en).toMatchObject({ trained: false })
})

afterAll(() => Promise.all([trained.close(), quick.close()]))
