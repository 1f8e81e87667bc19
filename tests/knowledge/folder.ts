import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A small content folder that is right in every respect, as files by path. Tests change one thing in it. */
export function goodFiles(): Record<string, unknown> {
  const words = (question: string, answer: string, phrasings = ['one way', 'another way']) => ({
    question,
    phrasings,
    answer: [answer],
    translation: { of: 1, by: 'machine' },
  })
  return {
    'topics.json': { topics: [{ id: 'returns', sign: '✈️' }] },
    'facts/01.json': {
      facts: [fact('R01', { use: 'state' }), fact('R02', { use: 'ask' }), fact('R03', { use: 'never' })],
    },
    'contacts.json': {
      contacts: [
        {
          id: 'iom',
          name: { en: 'IOM Romania' },
          lines: [
            { dial: '+40212103050', display: '+40 21 210 30 50', via: 'call', from: 'any', free: false },
          ],
          facts: ['R01'],
        },
      ],
    },
    'places.json': {
      places: [
        {
          id: 'library-brasov',
          kinds: ['library'],
          name: { ro: 'Biblioteca' },
          town: 'Brașov',
          county: 'Brașov',
          latitude: 45.65,
          longitude: 25.6,
          exact: 'town',
          contact: 'iom',
          facts: ['R01'],
        },
      ],
    },
    'topics/returns.json': {
      'go-home': { facts: ['R01'], contacts: ['iom'], places: ['library-brasov'], revision: 1 },
      'go-home-money': { facts: ['R02'], contacts: ['iom'], related: ['go-home'], revision: 2 },
    },
    'en/topics.json': { returns: { title: 'Going home' } },
    'en/returns.json': {
      'go-home': words('Can you help me go home?', 'Yes: call or write to IOM Romania.'),
      'go-home-money': words('How much money do I get?', 'Ask IOM Romania.', ['cash for return']),
    },
    'en/phrasings/returns.json': { 'go-home': ['i want home', 'one way'] },
    'en/offtopic.json': { texts: ['weather in paris'] },
    'en/smalltalk.json': { greeting: { phrasings: ['hi'], reply: ['Hello.'] } },
    'ro/returns.json': {
      'go-home': words('Mă puteți ajuta să mă întorc acasă?', 'Da: sunați la OIM România.'),
    },
    'tr/smalltalk.json': { greeting: { phrasings: ['merhaba'], reply: ['Merhaba.'] } },
  }
}

export function fact(id: string, more: Record<string, unknown>): Record<string, unknown> {
  return {
    id,
    statement: `What ${id} says, +40 21 210 30 50.`,
    sources: [{ url: 'https://romania.iom.int/', date: '2024-04-17' }],
    confidence: 'official',
    perishable: false,
    collected: '2026-11',
    use: 'state',
    ...more,
  }
}

export interface TestFolder {
  readonly path: string
  write(files: Record<string, unknown>): Promise<void>
  remove(): Promise<void>
}

/** A folder on disk. A value that is a string is written as it stands, anything else as JSON. */
export async function makeFolder(files: Record<string, unknown>): Promise<TestFolder> {
  const base = await mkdtemp(join(tmpdir(), 'content-'))
  const path = join(base, 'knowledge')
  await mkdir(path)
  const write = async (more: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(more)) {
      const file = join(path, name)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value, null, 2))
    }
  }
  await write(files)
  return { path, write, remove: () => rm(base, { recursive: true, force: true }) }
}
