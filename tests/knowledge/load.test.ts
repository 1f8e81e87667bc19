import { execFile } from 'node:child_process'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ContentError, type Fault } from '../../src/fault.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { fact, goodFiles, makeFolder, type TestFolder } from './folder.ts'

let folder: TestFolder | undefined
afterEach(() => folder?.remove())

async function faultsWith(changes: Record<string, unknown>): Promise<readonly Fault[]> {
  folder = await makeFolder({ ...goodFiles(), ...changes })
  try {
    await loadKnowledge({ knowledgeDir: folder.path })
    return []
  } catch (error) {
    if (error instanceof ContentError) return error.faults
    throw error
  }
}

describe('a good folder', () => {
  test('is read whole', async () => {
    folder = await makeFolder(goodFiles())
    const knowledge = await loadKnowledge({ knowledgeDir: folder.path })

    expect(knowledge.topics).toEqual([{ id: 'returns', sign: '✈️' }])
    expect([...knowledge.entries.keys()]).toEqual(['go-home', 'go-home-money'])
    expect(knowledge.entries.get('go-home')).toMatchObject({ id: 'go-home', topic: 'returns' })
    const en = knowledge.locales.get('en')
    expect(en?.titles.get('returns')).toBe('Going home')
    expect(en?.entries.get('go-home')?.phrasings).toEqual(['one way', 'another way', 'i want home'])
    expect(en?.offtopic).toEqual(['weather in paris'])
    expect(en?.smalltalk.get('greeting')?.reply).toEqual(['Hello.'])
    expect(knowledge.locales.get('tr')?.entries.size).toBe(0)
  })

  test('has a hash that follows every change', async () => {
    folder = await makeFolder(goodFiles())
    const { hash } = await loadKnowledge({ knowledgeDir: folder.path })
    expect((await loadKnowledge({ knowledgeDir: folder.path })).hash).toBe(hash)
    await folder.write({ 'en/offtopic.json': { texts: ['weather in rome'] } })
    expect((await loadKnowledge({ knowledgeDir: folder.path })).hash).not.toBe(hash)
  })

  test('may begin with a byte order mark, as Windows writes it', async () => {
    expect(await faultsWith({ 'en/offtopic.json': '\ufeff{"texts": []}' })).toEqual([])
  })
})

describe('what is refused, with place and remedy', () => {
  const topicFile = (more: Record<string, unknown>) => ({
    ...(goodFiles()['topics/returns.json'] as Record<string, unknown>),
    ...more,
  })
  const entry = { facts: ['R01'], contacts: ['iom'], revision: 1 }

  test.each<[string, Record<string, unknown>, Partial<Fault>]>([
    [
      'an unknown field',
      { 'topics/returns.json': topicFile({ 'go-home': { ...entry, contact: 'iom' } }) },
      { file: 'knowledge/topics/returns.json', at: 'go-home', problem: 'Unknown field “contact”.' },
    ],
    [
      'an unknown fact',
      { 'topics/returns.json': topicFile({ 'go-home': { ...entry, facts: ['Z99'] } }) },
      { at: 'go-home.facts', problem: 'There is no fact “Z99”.' },
    ],
    [
      'a fact that must not be used',
      { 'topics/returns.json': topicFile({ 'go-home': { ...entry, facts: ['R03'] } }) },
      { at: 'go-home.facts', problem: 'The fact R03 must not be used in answers.' },
    ],
    [
      'an unknown contact',
      { 'topics/returns.json': topicFile({ 'go-home': { ...entry, contacts: ['oim'] } }) },
      { at: 'go-home.contacts', problem: '“oim” is not in contacts.json.' },
    ],
    [
      'an unknown place',
      { 'topics/returns.json': topicFile({ 'go-home': { ...entry, places: ['nowhere'] } }) },
      { at: 'go-home.places' },
    ],
    [
      'an entry related to itself',
      { 'topics/returns.json': topicFile({ 'go-home': { ...entry, related: ['go-home'] } }) },
      { at: 'go-home.related', problem: 'The entry names itself.' },
    ],
    [
      'an entry without words',
      { 'topics/returns.json': topicFile({ forgotten: entry }) },
      { at: 'forgotten', problem: 'The entry has no words in any language.' },
    ],
    [
      'an entry with the id of a topic',
      { 'topics/returns.json': topicFile({ returns: entry }) },
      { at: 'returns', problem: 'A topic has the same id as this entry.' },
    ],
    [
      'an id that a button cannot carry',
      { 'topics/returns.json': topicFile({ 'Go Home': entry }) },
      { at: 'Go Home', problem: 'This id cannot be used.' },
    ],
    [
      'words of no entry',
      {
        'ro/returns.json': { ghost: (goodFiles()['en/returns.json'] as Record<string, unknown>)['go-home'] },
      },
      { file: 'knowledge/ro', at: 'ghost' },
    ],
    [
      'phrasings of no entry',
      { 'en/phrasings/returns.json': { 'go-hom': ['x'] } },
      { file: 'knowledge/en/phrasings/returns.json', at: 'go-hom' },
    ],
    ['a file of an unknown topic', { 'en/retruns.json': {} }, { problem: 'There is no topic “retruns”.' }],
    ['a stray file', { 'notes/a.json': {} }, { problem: 'This file has no place here.' }],
    [
      'a topic without a title',
      { 'en/topics.json': {} },
      { at: 'returns', problem: 'The topic has no title.' },
    ],
    [
      'a fact that is written twice',
      { 'facts/02.json': { facts: [fact('R01', {})] } },
      { file: 'knowledge/facts/02.json', at: 'R01' },
    ],
    [
      'a translation of a revision to come',
      {
        'ro/returns.json': {
          'go-home': { question: 'Q?', phrasings: [], answer: ['A.'], translation: { of: 9, by: 'machine' } },
        },
      },
      { at: 'go-home.translation.of' },
    ],
    [
      'an answer with a blank at its end',
      {
        'ro/returns.json': {
          'go-home': {
            question: 'Q?',
            phrasings: [],
            answer: ['A. '],
            translation: { of: 1, by: 'machine' },
          },
        },
      },
      { at: 'go-home.answer[0]' },
    ],
    [
      'a key that stands twice',
      { 'en/offtopic.json': '{"texts": [], "texts": []}' },
      { at: 'line 1, column 15' },
    ],
    [
      'a file that breaks off',
      { 'en/offtopic.json': '{"texts": ["a' },
      { problem: 'The file breaks off before its end.' },
    ],
    ['an empty file', { 'en/offtopic.json': '' }, { problem: 'The file is empty.' }],
    [
      'a file that is too large',
      { 'en/offtopic.json': `{"texts": ["${'a'.repeat(2_000_001)}"]}` },
      { problem: 'The file is larger than 2 MB.' },
    ],
    [
      'a file that is too deep',
      { 'en/offtopic.json': `{"texts": ${'['.repeat(60)}` },
      { at: 'line 1, column 22' },
    ],
    ['a missing list of topics', { 'topics.json': '' }, { file: 'knowledge/topics.json' }],
  ])('%s', async (_, changes, expected) => {
    const faults = await faultsWith(changes)
    expect(faults).toContainEqual(expect.objectContaining(expected))
    for (const { problem, remedy } of faults) expect(`${problem} ${remedy}`).toMatch(/^\S.*[.…] \S.*[.)…]$/)
  })

  test('every fault at once', async () => {
    const faults = await faultsWith({
      'en/offtopic.json': '{',
      'contacts.json': '{}',
      'ro/returns.json': '[]',
    })
    expect(new Set(faults.map(({ file }) => file))).toEqual(
      expect.objectContaining(
        new Set(['knowledge/en/offtopic.json', 'knowledge/contacts.json', 'knowledge/ro/returns.json']),
      ),
    )
  })

  test('phrasings are not blamed where their entries could not be read', async () => {
    const faults = await faultsWith({ 'en/returns.json': '{"go-home": ' })
    expect(faults.filter(({ file }) => file.includes('phrasings'))).toEqual([])
  })

  test('a link in place of a file', async () => {
    folder = await makeFolder(goodFiles())
    await symlink('/etc/hostname', join(folder.path, 'en', 'work.json'))
    await expect(loadKnowledge({ knowledgeDir: folder.path })).rejects.toThrow('This is a link, not a file.')
  })

  test('a folder that is not there', async () => {
    await expect(loadKnowledge({ knowledgeDir: '/nowhere/knowledge' })).rejects.toThrow(ContentError)
  })
})

test('a large knowledge base loads in half a second', async () => {
  const files = goodFiles()
  const ids = Array.from({ length: 150 }, (_, i) => `entry-${i}`)
  files['topics/returns.json'] = Object.fromEntries(
    ids.map((id) => [id, { facts: ['R01'], contacts: ['iom'], revision: 1 }]),
  )
  for (const locale of ['en', 'ro', 'uk', 'ru', 'ar', 'fr']) {
    files[`${locale}/returns.json`] = Object.fromEntries(
      ids.map((id) => [
        id,
        {
          question: `${id}?`,
          phrasings: [`${id} a`],
          answer: ['Yes.'],
          translation: { of: 1, by: 'machine' },
        },
      ]),
    )
    files[`${locale}/phrasings/returns.json`] = Object.fromEntries(
      ids.map((id) => [
        id,
        Array.from({ length: 40 }, (_, i) => `${id} ${locale} a way to ask about going home, number ${i}`),
      ]),
    )
  }
  delete files['en/offtopic.json']
  folder = await makeFolder(files)
  // In a process of its own, as the bot loads it: inside jest every global costs many times more.
  const loader = join(import.meta.dirname, '../../src/knowledge/load.ts')
  const script = `import { loadKnowledge } from ${JSON.stringify(loader)}
    const start = performance.now()
    const knowledge = await loadKnowledge({ knowledgeDir: ${JSON.stringify(folder.path)} })
    const took = performance.now() - start
    console.log(knowledge.locales.get('fr').entries.get('entry-149').phrasings.length, took)`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  const [phrasings, took] = stdout.split(' ').map(Number)
  expect(phrasings).toBe(41)
  expect(took).toBeLessThan(500)
})
