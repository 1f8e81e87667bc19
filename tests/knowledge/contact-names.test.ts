import { contactNames } from '../../src/knowledge/contact-names.ts'
import { type Knowledge, loadKnowledge } from '../../src/knowledge/load.ts'
import { KNOWLEDGE } from '../fixtures/bot.ts'

let knowledge: Knowledge
let namesOf: ReturnType<typeof contactNames>

beforeAll(async () => {
  knowledge = await loadKnowledge({ knowledgeDir: KNOWLEDGE })
  namesOf = contactNames(knowledge)
})

test.each([
  ['child-line', 'en', '116 111'],
  ['child-line', 'en', '116111'],
  ['violence-line', 'ro', '0800500333'], // others have it too, none has it first
  ['ngo-aidrom', 'uk', 'AIDRom'],
])('%s in %s is asked for by “%s”', (entry, locale, name) => {
  expect(namesOf(entry, locale)).toContain(name)
})

test('what many entries have says nothing about one of them', () => {
  const shared = new Set(knowledge.contacts.get('iom')!.lines.map(({ display }) => display))
  const given = [...knowledge.entries.keys()].flatMap((entry) => namesOf(entry, 'en'))

  expect(shared.size).toBeGreaterThan(0)
  expect(given.filter((name) => shared.has(name))).toEqual([])
})
