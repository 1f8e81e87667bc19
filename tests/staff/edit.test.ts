import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readContent } from '../../src/staff/content.ts'
import { type Dialog, DialogEnded } from '../../src/staff/dialog.ts'
import { edit } from '../../src/staff/editing.ts'
import { undo } from '../../src/staff/save.ts'
import { goodFiles, makeFolder, type TestFolder } from '../knowledge/folder.ts'

let folder: TestFolder
let places: { knowledgeDir: string; dataDir: string }

beforeEach(async () => {
  folder = await makeFolder(goodFiles())
  places = { knowledgeDir: folder.path, dataDir: join(dirname(folder.path), 'data') }
})
afterEach(() => folder.remove())

const file = async (path: string) => JSON.parse(await readFile(join(folder.path, path), 'utf8'))

/** Plays the answers of a person, in their order, and keeps what was said. */
async function talk(answers: string[], options: { wanted?: string; locale?: string } = {}) {
  const said: string[] = []
  const dialog: Dialog = {
    say: (...lines) => void said.push(...lines),
    async ask(question) {
      said.push(question)
      const answer = answers.shift()
      if (answer === undefined) throw new DialogEnded('No answer is left.')
      said.push(`> ${answer}`)
      return answer
    },
    close() {},
  }
  const content = await readContent(
    { ...places, localesDir: join(dirname(folder.path), 'locales') },
    new Date('2026-11-24'),
  )
  const count = await edit(
    dialog,
    { ...content, faults: [] },
    { ...places, locale: 'en', ...options, samples: new Map() },
  )
  expect(answers).toEqual([])
  return { count, said: said.join('\n') }
}

test('a new entry, from id to file, and back', async () => {
  const { count, said } = await talk([
    'new',
    '1', // the topic
    'Go Home', // refused: an id that a button cannot carry
    'go-home', // refused: taken
    'return-children',
    'Can my children come home with me?',
    'IOM Romania speaks with the whole family.',
    '',
    'my kids too',
    'travel with baby',
    '',
    'says', // searches the facts
    'R01',
    '',
    'iom',
    '',
    '', // look at the effect
    'yes', // read by a person
    'yes', // save
  ])
  expect(count).toBe(2)
  expect(said).toContain('Only small letters')
  expect(said).toContain('This id is taken.')
  expect(said).not.toContain('R03') // a fact that must not be used is not offered
  expect((await file('topics/returns.json'))['return-children']).toEqual({
    facts: ['R01'],
    contacts: ['iom'],
    revision: 1,
  })
  expect((await file('en/returns.json'))['return-children']).toEqual({
    question: 'Can my children come home with me?',
    phrasings: ['my kids too', 'travel with baby'],
    answer: ['IOM Romania speaks with the whole family.'],
    translation: { of: 1, by: 'person', reviewed: '2026-11-24' },
  })
  await undo(places)
  expect((await file('topics/returns.json'))['return-children']).toBeUndefined()
})

test('a new meaning raises the revision, so that translations are stale', async () => {
  await talk(['2', 'Yes: call IOM Romania first.', '', '', 'yes', 'no', 'yes'], { wanted: 'go-home' })
  expect((await file('topics/returns.json'))['go-home'].revision).toBe(2)
  expect((await file('en/returns.json'))['go-home'].translation).toEqual({ of: 2, by: 'person' })
  expect((await file('ro/returns.json'))['go-home'].translation.of).toBe(1)
})

test('a new way to ask leaves the author of the words as it was', async () => {
  await talk(['3', 'take me home please', '', '', 'no', 'yes'], { wanted: 'go-home' })
  expect((await file('en/returns.json'))['go-home']).toMatchObject({
    phrasings: ['one way', 'another way', 'take me home please'],
    translation: { of: 1, by: 'machine' },
  })
})

test('words that compete are told before anything is written', async () => {
  const { said, count } = await talk(['3', 'cash money to return', '', '', 'no', 'no', 'no'], {
    wanted: 'go-home',
  })
  expect(said).toContain('“cash money to return” → go-home-money')
  expect(count).toBe(0)
})

test('what would be a fault cannot be saved', async () => {
  const before = await file('en/returns.json')
  const { said, count } = await talk(['2', 'Call 0800 800 678.', '', '', 'no', 'no', 'no'], {
    wanted: 'go-home',
  })
  expect(said).toContain('This cannot be saved yet:')
  expect(said).toContain('number to dial in prose')
  expect(count).toBe(0)
  expect(await file('en/returns.json')).toEqual(before)
})

test('an entry is found by words of its question', async () => {
  const { said } = await talk(['money', '1', '7', '2027-01-31', '', 'no', 'yes'])
  expect(said).toContain('go-home-money: How much money do I get?')
  expect((await file('topics/returns.json'))['go-home-money'].validUntil).toBe('2027-01-31')
})
