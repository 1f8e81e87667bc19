import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheName, readCached, writeCached } from '../src/cache.ts'

const CODE = [join(import.meta.dirname, '..', 'src', 'language')]
const LEARNT = { words: ['job', 'course'], weights: Float32Array.of(0.5, -1) }
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cache-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('what was learnt is read as it was written', () => {
  const name = cacheName('en', { text: 'job' }, CODE)

  expect(writeCached(folder, 'en', name, LEARNT)).toBe(true)
  expect(readCached(folder, name)).toEqual(LEARNT)
})

test('other content and other code have other names', () => {
  const names = [
    cacheName('en', { text: 'job' }, CODE),
    cacheName('en', { text: 'jobs' }, CODE),
    cacheName('en', { text: 'job' }, [join(import.meta.dirname, '..', 'src', 'search')]),
  ]

  expect(new Set(names).size).toBe(3)
})

test.each<[string, (file: string) => void]>([
  ['cut short', (file) => truncateSync(file, 20)],
  ['empty', (file) => truncateSync(file, 0)],
  [
    'with one byte turned',
    (file) => {
      const bytes = readFileSync(file)
      bytes[10]! ^= 1
      writeFileSync(file, bytes)
    },
  ],
])('a file %s is as none', (_, spoil) => {
  const name = cacheName('en', {}, CODE)
  writeCached(folder, 'en', name, LEARNT)
  spoil(join(folder, name))

  expect(readCached(folder, name)).toBeUndefined()
})

test('a new file takes the place of the older one of its language, and of no other', () => {
  const names = ['old', 'new'].map((text) => cacheName('en', { text }, CODE))
  const other = cacheName('uk', {}, CODE)
  writeCached(folder, 'uk', other, LEARNT)
  for (const name of names) writeCached(folder, 'en', name, LEARNT)

  expect(readdirSync(folder).sort()).toEqual([names[1], other].sort())
})

test('a part that was left behind goes, and one being written stays', () => {
  const [left, fresh] = ['ro-1.model.17-0.part', 'ru-1.model.18-0.part'].map((file) => join(folder, file))
  for (const file of [left!, fresh!]) writeFileSync(file, 'half')
  const anHourAgo = Date.now() / 1000 - 3600
  utimesSync(left!, anHourAgo, anHourAgo)
  const name = cacheName('en', {}, CODE)
  writeCached(folder, 'en', name, LEARNT)

  expect(readdirSync(folder).sort()).toEqual([name, 'ru-1.model.18-0.part'].sort())
})

test('where nothing can be written, that is told and nothing is left', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')

  expect(writeCached(join(file, 'below'), 'en', 'en-1.model', LEARNT)).toBe(false)
  expect(readdirSync(folder)).toEqual(['file'])
})
