import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { newSession } from '../../src/conversation/session.ts'
import { createMemoryStore } from '../../src/storage/memory.ts'
import { openStorage, type Storage } from '../../src/storage/open.ts'
import { StoreError } from '../../src/storage/store.ts'
import { tellFailures } from '../../src/storage/told.ts'

const KEY = Buffer.alloc(32, 3)
const RUBBISH = 'this is not a database, but a text that somebody saved here by mistake'
const miss = { text: 'dental braces', locale: 'en', reason: 'none' } as const

let folder: string
let errors: unknown[]
let storage: Storage | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-'))
  errors = []
})
afterEach(async () => {
  await storage?.close()
  storage = undefined
  rmSync(folder, { recursive: true, force: true })
})

async function open(options: { dataDir?: string; redisUrl?: string } = {}): Promise<Storage> {
  storage = await openStorage({
    dataDir: folder,
    stateKeys: [KEY],
    onError: (error) => errors.push(error),
    ...options,
  })
  return storage
}

/** Whether sessions and misses can be written and read. */
async function works({ sessions, misses }: Storage): Promise<boolean> {
  await sessions.write('telegram', '1', newSession)
  await misses.add(miss)
  return (await sessions.read('telegram', '1')) !== undefined && (await misses.list()).length === 1
}

test('files in order need no note', async () => {
  const { kind, notes, answers } = await open()

  expect([kind, notes, await answers()]).toEqual(['sqlite', [], true])
})

test.each([
  ['a text', () => RUBBISH],
  ['a database cut short', () => Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000, 7)])],
])('files that hold %s are moved aside, and the bot starts', async (_, content) => {
  for (const name of ['state.db', 'misses.db']) writeFileSync(join(folder, name), content())
  const opened = await open()
  const aside = readdirSync(folder).filter((name) => name.includes('.broken-'))

  expect(await works(opened)).toBe(true)
  expect(opened.notes.join('\n')).toMatch(/state\.db was damaged[\s\S]*misses\.db was damaged/)
  expect(aside.map((name) => name.slice(0, name.indexOf('.'))).sort()).toEqual(['misses', 'state'])
  expect(readFileSync(join(folder, aside[0] ?? ''))).toEqual(Buffer.from(content()))
})

test('a database whose pages are damaged is found at the start', async () => {
  await works(await open())
  await storage?.close()
  const bytes = readFileSync(join(folder, 'state.db'))
  writeFileSync(join(folder, 'state.db'), bytes.fill(0xff, 4096 + 8, 4096 + 200))
  const opened = await open()

  expect(opened.notes.join()).toContain('state.db was damaged')
  await opened.sessions.write('telegram', '1', newSession)
  expect(await opened.sessions.read('telegram', '1')).toEqual(newSession)
})

test('where nothing can be written, memory has to do', async () => {
  writeFileSync(join(folder, 'file'), '')
  const opened = await open({ dataDir: join(folder, 'file', 'data') })

  expect(opened.kind).toBe('memory')
  expect(opened.notes.join('\n')).toMatch(/state\.db cannot be opened[\s\S]*memory only[\s\S]*misses\.db/)
  expect(await works(opened)).toBe(true)
})

test('a folder in the place of a file is left alone', async () => {
  mkdirSync(join(folder, 'state.db'))

  expect((await open()).kind).toBe('memory')
  expect(readdirSync(folder)).toContain('state.db')
})

test('a Redis that cannot be reached is said', async () => {
  const { notes } = await open({ redisUrl: 'redis://127.0.0.1:1' })

  expect(notes.join()).toContain('Redis could not be reached')
})

test('a store that can be read and not written does not answer, and says so', async () => {
  const { answers, sessions } = await open()
  await sessions.write('telegram', '1', newSession)
  const other = new DatabaseSync(join(folder, 'state.db'))
  other.exec('BEGIN IMMEDIATE')
  const [read, answered] = [await sessions.read('telegram', '1'), await answers()]
  other.exec('ROLLBACK')
  other.close()

  expect([read, answered]).toEqual([newSession, false])
  expect(errors).toEqual([expect.any(StoreError)])
  expect(await answers()).toBe(true)
})

test('failures are told once a minute, and handed on each time', async () => {
  let now = 0
  const down = async () => Promise.reject(new StoreError('down'))
  const store = tellFailures(
    { ...createMemoryStore(), set: down, delete: down, addIfAbsent: down },
    (error) => errors.push(error),
    () => now,
  )
  for (let second = 0; second < 120; second += 10) {
    now = second * 1000
    await expect(store.set('a', '1', 60)).rejects.toThrow('down')
    await expect(store.delete('a')).rejects.toThrow('down')
    await expect(store.addIfAbsent('a', '1', 60)).rejects.toThrow('down')
  }

  expect(errors).toHaveLength(2)
})
