import { readFolder } from '../../src/knowledge/read.ts'
import { checkContent } from '../../src/staff/check.ts'
import type { Content } from '../../src/staff/content.ts'
import { contentOf } from '../../src/staff/content.ts'
import type { Finding } from '../../src/staff/finding.ts'
import { countDistinct } from '../../src/staff/rules/phrasings.ts'
import { proseFaults } from '../../src/staff/rules/prose.ts'
import { numbersIn } from '../../src/staff/rules/translations.ts'
import { fact, goodFiles, makeFolder } from '../knowledge/folder.ts'

const TODAY = new Date('2026-11-24T12:00:00Z')

type Files = Record<string, unknown>
interface Words {
  question: string
  phrasings: string[]
  answer: string[]
  translation: { of: number; by: string; reviewed?: string }
}

async function contentWith(
  changes: Files,
  own: Record<string, Record<string, unknown>> = {},
): Promise<Content> {
  const folder = await makeFolder({ ...goodFiles(), ...changes })
  const read = await readFolder(folder.path)
  await folder.remove()
  const texts = new Map(Object.entries(own).map(([tag, files]) => [tag, new Map(Object.entries(files))]))
  return contentOf(read, { texts, faults: [] }, TODAY)
}

async function findingsWith(
  changes: Files,
  own?: Record<string, Record<string, unknown>>,
): Promise<Finding[]> {
  return checkContent(await contentWith(changes, own))
}

/** The good folder's words of one language with one entry changed. */
function words(locale: 'en' | 'ro', id: string, change: Partial<Words>): Files {
  const file = `${locale}/returns.json`
  const all = goodFiles()[file] as Record<string, Words>
  return { [file]: { ...all, [id]: { ...all[id], ...change } } }
}

describe('what no sentence may hold', () => {
  test.each([
    // text, rule
    ['Call +40 21 210 30 50.', 'number to dial in prose'],
    ['Sunați la 0800 800 678.', 'number to dial in prose'],
    ['اتصل على ٠٨٠٠٨٠٠٦٧٨.', 'number to dial in prose'], // digits of another script
    ['Call 021-210.30.50 today.', 'number to dial in prose'],
    ['For children: 119.', 'number to dial in prose'],
    ['Call 116 111.', 'number to dial in prose'],
    ['Write to help@example.org.', 'e-mail in prose'],
    ['See https://romania.iom.int/x.', 'link in prose'],
    ['See dopomoha.ro.', 'link in prose'],
    ['Mergeți în str. Traian 8.', 'street in prose'],
    ['Идите на ул. Траян, 8.', 'street in prose'],
    ['Allez au 12, rue Traian 8.', 'street in prose'],
    ['اذهب إلى شارع ترايان 8.', 'street in prose'],
    ['This is **bold**.', 'markup in prose'],
    ['<b>Now</b>', 'markup in prose'],
    ['a\u200bb', 'invisible signs'],
    ['TODO: translate', 'unfinished text'],
  ])('%j: %s', (text, rule) => {
    expect(proseFaults(text).map((each) => each.rule)).toContain(rule)
  })

  test.each([
    'In danger call 112.',
    'From 2022 to 2023, 13,751 permits; in 2025 13.751.',
    'IOM helped 20 000 people and 500.000 more.',
    'Law 123/1998, from 01.07.2024 to 2027-03-04.',
    'Monday to Friday 8–16, then 17:00-22:00.',
    'About 4,500 people between 2015-2023.',
    'La rue est longue, avec 3 arrêts ? Non.',
    'می‌خواهم به خانه برگردم', // the joiner is a letter here
    'A worker, e.g. in construction, etc.',
    'On 119 pages.'.replace('119', '1190'),
  ])('%j may be said', (text) => {
    expect(proseFaults(text)).toEqual([])
  })
})

test('a good folder has no fault', async () => {
  expect((await findingsWith({})).filter(({ level }) => level === 'fault')).toEqual([])
})

describe('each rule finds its fault', () => {
  const contacts = (line: Files, more: Files = {}) => ({
    'contacts.json': {
      contacts: [
        {
          id: 'iom',
          name: { en: 'IOM' },
          lines: [
            {
              dial: '+40212103050',
              display: '+40 21 210 30 50',
              via: 'call',
              from: 'any',
              free: false,
              ...line,
            },
          ],
          facts: ['R01'],
          ...more,
        },
      ],
    },
  })
  const place = (goodFiles()['places.json'] as { places: Files[] }).places[0]!
  const topic = goodFiles()['topics/returns.json'] as Record<string, Files>

  test.each<[string, Finding['level'], Files, Record<string, Record<string, unknown>>?]>([
    ['number without a fact', 'fault', contacts({ dial: '+40212103051', display: '+40 21 210 30 51' })],
    ['two different numbers', 'fault', contacts({ display: '+40 21 210 30 99' })],
    ['number without a fact', 'fault', contacts({}, { email: 'someone@iom.int' })],
    ['number without a fact', 'fault', contacts({}, { url: 'https://example.org/' })],
    [
      'address without a fact',
      'fault',
      { 'places.json': { places: [{ ...place, street: 'str. Invented 5' }] } },
    ],
    [
      'street in prose',
      'fault',
      {
        'places.json': { places: [{ ...place, street: 'str. Alexandru cel Bun 12' }] },
        ...words('en', 'go-home', { answer: ['The office is in Alexandru cel Bun.'] }),
      },
    ],
    ['private number', 'fault', words('en', 'go-home', { phrasings: ['call me back 0745 123 456'] })],
    ['figure without a fact', 'fault', words('en', 'go-home', { answer: ['You get 300 euro.'] })],
    [
      'figure that must be asked',
      'fault',
      {
        'facts/01.json': {
          facts: [
            fact('R01', {}),
            fact('R02', { use: 'ask', statement: 'About 100 dollars.' }),
            fact('R03', { use: 'never' }),
          ],
        },
        ...words('en', 'go-home-money', { answer: ['You get 100 dollars.'] }),
      },
    ],
    [
      'passed date',
      'fault',
      { 'topics/returns.json': { ...topic, 'go-home': { ...topic['go-home'], validUntil: '2026-11-23' } } },
    ],
    [
      'passed date',
      'warning',
      {
        'facts/01.json': {
          facts: [
            fact('R01', { perishable: true, reviewBy: '2026-10' }),
            fact('R02', { use: 'ask' }),
            fact('R03', { use: 'never' }),
          ],
        },
      },
    ],
    ['passed date', 'fault', { 'facts/02.json': { facts: [fact('R04', { perishable: true })] } }],
    ['unused', 'warning', { 'facts/02.json': { facts: [fact('R04', {})] } }],
    [
      'same words, two entries',
      'fault',
      words('en', 'go-home-money', { phrasings: ['ONE  wáy!'.replace('!', '')] }),
    ],
    ['same words, two meanings', 'fault', { 'en/offtopic.json': { texts: ['one way'] } }],
    [
      'same words, two meanings',
      'fault',
      { 'en/smalltalk.json': { greeting: { phrasings: ['one way'], reply: ['Hi.'] } } },
    ],
    [
      'nearly the same words, two entries',
      'warning',
      {
        ...words('en', 'go-home-money', { phrasings: ['ticket to Nepal and passport lost'] }),
        'en/phrasings/returns.json': { 'go-home': ['a ticket to Nepal and passport lost'] },
      },
    ],
    ['few ways to ask', 'warning', {}],
    ['missing translation', 'warning', {}],
    ['stale translation', 'warning', {}],
    [
      'numbers differ',
      'fault',
      {
        ...words('en', 'go-home', { answer: ['It takes 90 days.'] }),
        ...words('ro', 'go-home', { answer: ['Durează 60 de zile.'] }),
      },
    ],
    [
      'names differ',
      'warning',
      {
        ...words('en', 'go-home', { answer: ['Ask IGI.'] }),
        ...words('ro', 'go-home', { answer: ['Întrebați la imigrări.'] }),
      },
    ],
    ['letters of another language', 'fault', words('ro', 'go-home', { answer: ['Sunaţi la OIM.'] })],
    [
      'another language',
      'fault',
      words('ro', 'go-home', {
        question: 'Can you help me to go home to my family?',
        answer: ['Yes, please call or write to the office; they will talk with you about your journey.'],
      }),
    ],
    ['another script', 'fault', words('ro', 'go-home', { answer: ['Позвоните в МОМ сегодня.'] })],
    [
      'too long',
      'fault',
      words('en', 'go-home', { answer: [`A ${'very '.repeat(170)}long.`, `A ${'very '.repeat(20)}long.`] }),
    ],
    ['too long', 'warning', words('en', 'go-home', { question: `${'a very long question '.repeat(6)}?` })],
    ['hard to read', 'warning', words('en', 'go-home', { answer: [`${'word '.repeat(40)}end.`] })],
    [
      'too many facts',
      'warning',
      {
        'facts/02.json': { facts: Array.from({ length: 9 }, (_, i) => fact(`Z0${i}`, {})) },
        'topics/returns.json': {
          ...topic,
          'go-home': { ...topic['go-home'], facts: Array.from({ length: 9 }, (_, i) => `Z0${i}`) },
        },
      },
    ],
    [
      'referral without contact',
      'warning',
      {
        'topics/returns.json': { ...topic, 'go-home': { ...topic['go-home'], contacts: [], referral: true } },
      },
    ],
    ['form', 'fault', { 'en/offtopic.json': '{' }],
    ['missing sentence', 'warning', {}, { en: { bot: { hello: 'Hello.' } }, ro: { bot: {} } }],
    [
      'unknown sentence',
      'fault',
      {},
      { en: { bot: { hello: 'Hello.' } }, ro: { bot: { hello: 'Salut.', helo: 'Salut.' } } },
    ],
    ['unknown sentence', 'fault', {}, { en: { bot: {} }, ro: { bto: {} } }],
    [
      'placeholder',
      'fault',
      {},
      { en: { bot: { hi: 'Hi {{name}}.' } }, ro: { bot: { hi: 'Salut {{nume}}.' } } },
    ],
    [
      'placeholder',
      'fault',
      {},
      { en: { bot: { hi: 'Hi {{name}}.' } }, ro: { bot: { hi: 'Salut {{name}.' } } },
    ],
    [
      'plural form',
      'fault',
      {},
      {
        en: { bot: { days_one: '{{count}} day', days_other: '{{count}} days' } },
        ro: { bot: { days_one: '{{count}} zi', days_other: '{{count}} de zile' } }, // Romanian needs "few" too
      },
    ],
  ])('%s (%s)', async (rule, level, changes, ...[own]) => {
    const found = (await findingsWith(changes, own)).filter(
      (each) => each.rule === rule && each.level === level,
    )
    expect(found.length).toBeGreaterThan(0)
    for (const { file, problem, remedy } of found) {
      expect(file).not.toBe('')
      expect(problem).toMatch(/[.…)]$/)
      expect(remedy).toMatch(/[.…]$/)
    }
  })
})

test('all faults are told at once, over all files', async () => {
  const found = await findingsWith({
    ...words('en', 'go-home', { answer: ['Call +40 21 210 30 50 or write to a@b.ro.'] }),
    ...words('ro', 'go-home', { answer: ['Sunaţi la OIM.'] }),
    'en/offtopic.json': { texts: ['one way'] },
  })
  expect(new Set(found.filter(({ level }) => level === 'fault').map(({ rule }) => rule))).toEqual(
    new Set([
      'number to dial in prose',
      'numbers differ',
      'e-mail in prose',
      'letters of another language',
      'same words, two meanings',
    ]),
  )
})

test('numbers are compared without the signs that group them', () => {
  expect([...numbersIn('4,500 of 13.751, 1 250 000 and 20 000; 2022-2023; ٩٠ days; 5')]).toEqual([
    '4500',
    '13751',
    '1250000',
    '20000',
    '2022',
    '2023',
    '90',
  ])
})

test('near-duplicates do not count as another way to ask', () => {
  const texts = [
    'my passport was stolen in Iași',
    'My passport was stolen, in Iasi',
    'a thief took my passport yesterday',
  ]
  expect(countDistinct(texts, 'en')).toBe(2)
})
