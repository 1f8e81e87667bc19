import { readFolder } from '../../src/knowledge/read.ts'
import { contentOf } from '../../src/staff/content.ts'
import { parseCsv } from '../../src/staff/csv.ts'
import { reportCsv, reportHtml, reportText } from '../../src/staff/report-formats.ts'
import {
  collisionSection,
  confirmSection,
  coverageSection,
  dangerSection,
  factSection,
  unreachedSection,
} from '../../src/staff/report-sections.ts'
import { fact, goodFiles, makeFolder } from '../knowledge/folder.ts'

async function contentWith(changes: Record<string, unknown> = {}) {
  const folder = await makeFolder({ ...goodFiles(), ...changes })
  const read = await readFolder(folder.path)
  await folder.remove()
  const texts = new Map([
    ['en', new Map([['bot', { a: 'A.', b: 'B.' }]])],
    ['ro', new Map([['bot', { a: 'A.' }]])],
  ])
  return contentOf(read, { texts, faults: [] }, new Date('2026-11-24T12:00:00Z'))
}

test('languages: what is there, missing, stale, reviewed', async () => {
  const { columns, rows } = coverageSection(await contentWith())
  const row = (tag: string) => {
    const cells = rows.find(([first]) => first === tag)
    return Object.fromEntries(columns.map((name, i) => [name, cells?.[i]]))
  }
  // The second English entry renders revision 1, but stands at 2.
  expect(row('en')).toMatchObject({
    entries: '2',
    missing: '0',
    stale: '1',
    machine: '1',
    'own sentences': '100 %',
  })
  expect(row('ro')).toMatchObject({ entries: '1', missing: '1', 'own sentences': '50 %' })
  expect(row('tr')).toMatchObject({ entries: '0', 'small talk': '1' })
})

test('facts: late ones first, then by harm if wrong', async () => {
  const perishable = { perishable: true, reviewBy: '2027-05' }
  const contacts = (goodFiles()['contacts.json'] as { contacts: Record<string, unknown>[] }).contacts
  const { rows } = factSection(
    await contentWith({
      'facts/01.json': {
        facts: [
          fact('R01', perishable),
          fact('R02', { ...perishable, use: 'ask' }),
          fact('R03', { ...perishable, use: 'never' }),
          fact('R04', perishable),
          fact('R05', { ...perishable, reviewBy: '2026-10' }),
        ],
      },
      'contacts.json': {
        contacts: [...contacts, { ...contacts[0], id: 'line', kinds: ['helpline'], facts: ['R04'] }],
      },
    }),
  )
  expect(rows.map(([id, harm]) => [id, harm])).toEqual([
    ['R05', 'not used'], // late
    ['R04', 'danger number'],
    ['R01', 'number or address'],
    ['R02', 'right, law or money'],
  ])
})

test('what IOM must confirm: gaps, claims that may not be stated, its own number at second hand', async () => {
  const { rows } = confirmSection(
    await contentWith({
      'facts/01.json': {
        facts: [
          fact('R01', { confidence: 'third-party' }),
          fact('R02', { use: 'ask' }),
          fact('R03', { use: 'never' }),
          fact('R04', { confidence: 'conflicting' }),
        ],
      },
      'topics/returns.json': {
        ...(goodFiles()['topics/returns.json'] as object),
        'go-home': { facts: ['R01'], contacts: ['iom'], revision: 1, referral: true },
      },
    }),
  )
  expect(rows.map(([why, what]) => `${what}: ${why}`)).toEqual([
    'R01: IOM’s own contact, told by others',
    'go-home: not known',
    'R04: sources disagree',
    'R02: may not be stated',
  ])
})

test('entries that collide are told with an example', async () => {
  const { rows } = collisionSection(
    await contentWith({
      'en/phrasings/returns.json': {
        'go-home': ['ticket to Nepal lost'],
        'go-home-money': ['the ticket to Nepal lost'],
      },
    }),
  )
  expect(rows).toEqual([
    ['en', 'go-home – go-home-money', '1', '“ticket to Nepal lost” / “the ticket to Nepal lost”'],
  ])
})

test('entries that no question reaches', async () => {
  const content = await contentWith()
  expect(unreachedSection(content, new Set(['go-home'])).rows.map(([id]) => id)).toEqual(['go-home-money'])
  expect(unreachedSection(content, undefined).text).toContain('--questions')
})

describe('the forms of the report', () => {
  const section = {
    title: 'Table',
    text: 'What to do.',
    columns: ['a', 'b'],
    rows: [
      ['1', '<script>alert("x")</script>'],
      ['=1+1', 'ü'],
    ],
  }

  test('text: aligned, and says when there is more', () => {
    const text = reportText(
      [{ ...section, rows: Array.from({ length: 30 }, (_, i) => [`${i}`, 'x']) }],
      '2026-11-24',
    )
    expect(text).toContain('Table (30)')
    expect(text).toContain('and 5 more')
  })

  test('page: nothing of the content is run', () => {
    const page = reportHtml([section], '2026-11-24')
    expect(page).not.toContain('<script>')
    expect(page).toContain('&lt;script&gt;')
    expect(page).toContain('<th scope="col">a</th>')
  })

  test('spreadsheet: opens in Excel without formulas', () => {
    const csv = reportCsv([section])
    expect(csv).toContain('"\'=1+1"')
    expect(parseCsv(new TextEncoder().encode(csv))[2]).toEqual(['Table', '=1+1', 'ü'])
  })
})

test('danger texts that no person has reviewed come with their language', () => {
  const dictionary = (locale: string, review: object) => ({ locale, review }) as never
  const { rows } = dangerSection([
    dictionary('en', { by: 'person', on: '2026-11-01' }),
    dictionary('uk', { by: 'machine' }),
  ])
  expect(rows).toEqual([['uk', 'machine', 'never']])
})
