import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { HARM_CONTACTS } from '../src/conversation/ordinary.ts'
import { describeFault } from '../src/fault.ts'
import { fold } from '../src/language/normalise.ts'
import { type Content, proseOf, readContent } from '../src/staff/content.ts'
import type { Finding } from '../src/staff/finding.ts'

/** The content as it is committed: what must hold whatever staff change in words. */
const root = join(import.meta.dirname, '..')
let content: Content

beforeAll(async () => {
  content = await readContent({ knowledgeDir: join(root, 'knowledge'), localesDir: join(root, 'locales') })
})

test('has no fault: npm run check', async () => {
  const script = join(root, 'src/staff/check.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--json'], {
    maxBuffer: 50_000_000,
  }).catch((error: { stdout: string }) => error)
  const faults = (JSON.parse(stdout) as Finding[]).filter(({ level }) => level === 'fault')
  expect(faults.map((each) => describeFault(each))).toEqual([])
}, 60_000)

describe('the fact register', () => {
  test('holds all facts that were collected, with their confidence', () => {
    const facts = [...content.knowledge.facts.values()]
    const count = (confidence: string) => facts.filter((fact) => fact.confidence === confidence).length
    expect(facts).toHaveLength(437)
    expect([
      count('seed'),
      count('official'),
      count('third-party'),
      count('old'),
      count('conflicting'),
    ]).toEqual([23, 102, 243, 60, 9])
  })

  test.each([
    // fact, use, why
    ['E21', 'never', 'a suicide line that no page of its own confirms'],
    ['E22', 'never', 'a line for missing children, last seen in 2010'],
    ['E23', 'never', 'a line of the pandemic, probably closed'],
    ['E24', 'never', 'an offer of 2022'],
    ['U42', 'never', 'a cash programme that has ended'],
    ['U43', 'never', 'two amounts that disagree'],
    ['L18', 'never', 'the address of another branch'],
    ['P70', 'never', 'old phones beside newer ones'],
    ['A23', 'ask', 'a named person: the general contact is given instead'],
    ['W14', 'ask', '60 or 90 days: neither is official'],
    ['R13', 'ask', 'an amount of 2017'],
    ['R17', 'ask', 'an amount of the 2010s'],
    ['P09', 'ask', 'an older figure of the daily allowance'],
    ['P17', 'ask', 'two addresses: call first'],
    ['U23', 'ask', 'a bus of 2022: whether it runs is not known'],
    ['U44', 'ask', 'a call centre whose state is not known'],
    ['U45', 'ask', 'a call centre whose state is not known'],
    ['H39', 'ask', 'an old note of one bank'],
    ['T03', 'state', 'office hours; at other times 112'],
    ['U03', 'state', 'the newest end of temporary protection'],
    ['P24', 'state', 'the newer address, from the authority itself'],
  ] as const)('%s: %s (%s)', (id, use, _why) => {
    expect(content.knowledge.facts.get(id)?.use).toBe(use)
  })

  test('every number in it is a contact’s, but for those that must not be given', () => {
    const dialled = new Set(
      [...content.knowledge.contacts.values()].flatMap(({ lines }) =>
        lines.map(({ dial }) => dial.replace(/\D/g, '').slice(-9)),
      ),
    )
    const others = [...content.knowledge.facts.values()].flatMap(({ id, statement }) =>
      [...statement.matchAll(/\+?\d(?:[ ]?\d){8,13}/g)].some(
        ([run]) => !dialled.has(run.replace(/\D/g, '').slice(-9)),
      )
        ? [id]
        : [],
    )
    // P49: an old fax and F20: a fax in Geneva. E23, H39, P70, U44, U45: see the table above.
    expect(others.sort()).toEqual(['E23', 'F20', 'H39', 'P49', 'P70', 'U44', 'U45'])
  })
})

describe('contacts and places', () => {
  test.each([
    // contact, number to dial, from where, free
    ['emergency-112', '112', 'romania', true],
    ['anti-trafficking', '0800800678', 'romania', true],
    ['anti-trafficking', '+40213133100', 'abroad', false],
    ['violence-line', '0800500333', 'romania', true],
    ['child-line', '119', 'romania', true],
    ['child-helpline', '116111', 'romania', false],
    ['eliberare-text', '+40757749845', 'any', false],
    ['iom', '+40212103050', 'any', false],
    ['cnrr', '+40730073170', 'any', true],
  ])('%s is reached at %s', (id, dial, from, free) => {
    expect(content.knowledge.contacts.get(id)?.lines).toContainEqual(
      expect.objectContaining({ dial, from, free }),
    )
  })

  test('the e-mail of IOM is spelt as IOM spells it', () => {
    expect(content.knowledge.contacts.get('iom')?.email).toBe('iombucarest@iom.int')
  })

  test('five libraries, none with a street that no source gives', () => {
    const libraries = [...content.knowledge.places.values()].filter(({ kinds }) => kinds.includes('library'))
    expect(libraries.map(({ town }) => town).sort()).toEqual([
      'Botiz',
      'Brașov',
      'București',
      'Medgidia',
      'Sighetu Marmației',
    ])
    expect(libraries.flatMap(({ street }) => street ?? [])).toEqual([])
  })

  test('the asylum centre in Bucharest has no street: its sources disagree', () => {
    expect(content.knowledge.places.get('asylum-centre-bucharest')?.street).toBeUndefined()
  })

  test('28 immigration offices, each with a way to reach it', () => {
    const offices = [...content.knowledge.places.values()].filter(({ kinds }) =>
      kinds.includes('immigration-office'),
    )
    expect(offices).toHaveLength(28)
    for (const { street, contact } of offices) {
      expect(street).toBeDefined()
      expect(content.knowledge.contacts.get(contact ?? '')?.lines.length).toBeGreaterThan(0)
    }
  })

  test('coordinates are those of towns, rounded to three decimals', () => {
    for (const { exact, latitude, longitude } of content.knowledge.places.values()) {
      expect(exact).toBe('town')
      expect([latitude, longitude].map((each) => Math.round(each * 1000) / 1000)).toEqual([
        latitude,
        longitude,
      ])
    }
  })
})

describe('answers that a conflict of sources decides', () => {
  test.each([
    // entry, what its English answer must say, what it must not
    ['tp-until', /4 March 2027/, /2024|2026/],
    ['trafficking-line', /Monday to Friday/, /around the clock/],
    ['job-lost', /IGI/, /60|90/],
    ['citizenship-refugee', /\b(3|three) years/i, /\b(4|four) years/i],
    ['iom-since', /1992/, /^$/],
  ])('%s', (id, says, saysNot) => {
    const text = content.knowledge.locales.get('en')?.entries.get(id)?.answer.join(' ') ?? ''
    expect(text).toMatch(says)
    expect(text).not.toMatch(saysNot)
  })
})

test('numbers and addresses that no source confirms are given nowhere', () => {
  // People may ask for them, so the ways to ask are left out.
  const given = [
    ...[...proseOf(content.knowledge)].map(({ text }) => text),
    ...['contacts.json', 'places.json'].map((path) => content.folder.files.get(path)?.text ?? ''),
  ]
  const all = fold(given.join(' '))
  const digits = all.replace(/[ ().-]/g, '')
  const numbers = [
    '0800801200',
    '40213456789',
    '0219277',
    '0800070030',
    '0256217096',
    '0212120798',
    '0373514244',
  ]
  const addresses = [
    'office@cnrr.ro',
    'tache ionescu',
    'nicolae iorga',
    'tudor gociu',
    'vasile stolnicu',
    'primaverii',
  ]
  expect([
    ...numbers.filter((number) => digits.includes(number)),
    ...addresses.filter((address) => all.includes(address)),
  ]).toEqual([])
})

test('sources on unrelated sites are never shown to people', async () => {
  const hidden = [...content.knowledge.facts.values()].flatMap(({ id, sources }) =>
    sources.some(({ cite }) => cite === false) ? [id] : [],
  )
  expect(hidden.sort()).toEqual(['H37', 'I31', 'I32'])
  expect(await readFile(join(root, 'knowledge/contacts.json'), 'utf8')).not.toMatch(/loveradar|budsflowers/)
})

test('the contacts that mark an entry as one about harm are in the register', () => {
  expect([...HARM_CONTACTS].filter((id) => !content.knowledge.contacts.has(id))).toEqual([])
})
