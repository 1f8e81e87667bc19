import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { replyText } from '../../src/conversation/plain.ts'
import { CRISIS_NUMBERS, crisisReply, numbersReply } from '../../src/protection/crisis.ts'
import type { Danger } from '../../src/protection/danger.ts'
import {
  DANGER_KINDS,
  DANGER_LOCALES,
  type DangerKind,
  type WordGroup,
} from '../../src/protection/dictionary.ts'

const why = { phrases: [], patterns: [], probability: 1, signs: [], calm: [] }

function danger(kind: DangerKind, more: Partial<Danger> = {}): Danger {
  return { kinds: [kind], first: kind, locale: 'en', childWriter: false, signs: [], why, ...more }
}

const dials = (found: Danger) => crisisReply(found, 'en').numbers.map(({ dial }) => dial)

describe('the first line', () => {
  test.each<[DangerKind, string[]]>([
    ['trafficking', ['112', '0800800678']],
    ['held', ['112', '0800800678', '0800500333']], // the captor is not known
    ['violence-home', ['112', '0800500333']],
    ['violence', ['112']],
    ['threat', ['112']],
    ['suicide', ['112']], // no suicide line is confirmed
    ['child', ['112', '119']],
    ['child-missing', ['112']], // one call, at once
    ['medical', ['112']],
    ['stranded', ['112']],
  ])('%s: %j', (kind, expected) => {
    expect(dials(danger(kind))).toEqual(expected)
  })

  test('a child who writes sees 112 and 119 first, whatever the kind', () => {
    expect(dials(danger('violence-home', { childWriter: true }))).toEqual(['112', '119', '0800500333'])
    expect(dials(danger('child-missing', { childWriter: true }))).toEqual(['112', '119'])
  })

  test('a child made to beg: the trafficking line too', () => {
    const signs: WordGroup[] = ['child', 'beg']

    expect(dials(danger('child', { signs }))).toEqual(['112', '119', '0800800678'])
  })

  test('a missing child: other kinds do not push numbers before the search', () => {
    expect(dials(danger('child-missing', { kinds: ['child-missing', 'child', 'trafficking'] }))).toEqual([
      '112',
    ])
  })
})

describe.each(DANGER_LOCALES)('the reply in %s', (lang) => {
  const replies = DANGER_KINDS.map((kind) => crisisReply(danger(kind), lang))

  test('begins with the numbers and stands in its own words', () => {
    for (const reply of replies) {
      expect(reply).toMatchObject({ kind: 'crisis', lang })
      expect(replyText(reply)).toMatch(/^112 /)
      expect(reply.paragraphs.length).toBeGreaterThanOrEqual(3)
    }
    const own = replies[0]!.paragraphs.join()
    for (const other of DANGER_LOCALES.filter((one) => one !== lang)) {
      expect(crisisReply(danger(DANGER_KINDS[0]), other).paragraphs.join()).not.toBe(own)
    }
  })

  test('asks nothing', () => {
    for (const { paragraphs } of replies) expect(paragraphs.join(' ')).not.toMatch(/[?؟]/u)
  })

  test('holds no number in its sentences but 112 and 119', () => {
    for (const { paragraphs } of replies) {
      expect(paragraphs.join(' ').match(/\p{Nd}+/gu) ?? []).toEqual(
        (paragraphs.join(' ').match(/\p{Nd}+/gu) ?? []).filter((digits) => ['112', '119'].includes(digits)),
      )
    }
  })

  test('offers more numbers, a person, and the way back', () => {
    const { choices } = crisisReply(danger('threat'), lang, { calmEntry: 'job-scam' })

    expect(choices.map(({ id }) => id)).toEqual(['cmd:sos', 'cmd:human', 'calm:job-scam'])
    expect(crisisReply(danger('threat'), lang).choices.at(-1)?.id).toBe('calm:topics')
  })

  test('reads from right to left where the language does', () => {
    expect(replies[0]!.direction).toBe(['ar', 'fa', 'ps', 'ur'].includes(lang) ? 'rtl' : 'ltr')
  })

  test('all the numbers on request', () => {
    const { numbers, contacts } = numbersReply(lang)

    expect(numbers.map(({ dial }) => dial)).toEqual([
      '112',
      '0800800678',
      '0800500333',
      '119',
      '+40212103050',
    ])
    expect(contacts[0]?.lines.map(({ dial }) => dial)).toEqual(['+40213133100', '0757749845'])
  })
})

test('after sexual violence the reply tells to go to a hospital', () => {
  const { paragraphs } = crisisReply(danger('violence', { signs: ['rape'] }), 'en')

  expect(paragraphs.some((text) => text.includes('hospital'))).toBe(true)
})

test('a language that is not ours is answered in English, a region in its language', () => {
  expect(crisisReply(danger('threat'), 'sw').lang).toBe('en')
  expect(numbersReply('ro-MD').lang).toBe('ro')
})

test('every number stands in the contacts of the knowledge base with the same digits', () => {
  const file = join(import.meta.dirname, '../../knowledge/contacts.json')
  expect(existsSync(file)).toBe(true)
  const national = (dial: string) => dial.replace(/^\+40/, '0')
  const { contacts } = JSON.parse(readFileSync(file, 'utf8')) as { contacts: { lines: { dial: string }[] }[] }
  const known = contacts.flatMap(({ lines }) => lines.map(({ dial }) => national(dial)))
  for (const { dial } of Object.values(CRISIS_NUMBERS)) expect(known).toContain(national(dial))
})
