import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newSession } from '../../src/conversation/session.ts'
import { createMemoryStore } from '../../src/storage/memory.ts'
import { createRedisMissLog, createSqliteMissLog } from '../../src/storage/misses.ts'
import { connectRedis } from '../../src/storage/redis.ts'
import { createSealer } from '../../src/storage/sealed.ts'
import { createSeen } from '../../src/storage/seen.ts'
import { createSessionStore } from '../../src/storage/sessions.ts'
import { type Store, StoreError } from '../../src/storage/store.ts'
import { switchFile, switchKey, turnNumbersOnly, watchNumbersOnly } from '../../src/storage/switch.ts'
import { hasRedis, type RedisServer, startRedis } from './redis-server.ts'

const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A memory store whose inside can be looked at. */
function glassStore(): Store & { readonly inside: Map<string, { value: string; ttl: number }> } {
  const inside = new Map<string, { value: string; ttl: number }>()
  const store = createMemoryStore()
  return {
    ...store,
    inside,
    async set(key, value, ttl) {
      inside.set(key, { value, ttl })
      await store.set(key, value, ttl)
    },
    async delete(key) {
      inside.delete(key)
      await store.delete(key)
    },
    async addIfAbsent(key, value, ttl) {
      inside.set(key, { value, ttl })
      return store.addIfAbsent(key, value, ttl)
    },
  }
}

const downStore: Store = {
  get: async () => Promise.reject(new StoreError('down')),
  set: async () => Promise.reject(new StoreError('down')),
  delete: async () => Promise.reject(new StoreError('down')),
  addIfAbsent: async () => Promise.reject(new StoreError('down')),
  close: async () => {},
}

describe('sealing', () => {
  test('opens what it sealed, under the same name only', () => {
    const sealer = createSealer([old])
    const sealed = sealer.seal('мова', 'name')

    expect(sealer.open(sealed, 'name')).toBe('мова')
    expect(sealer.open(sealed, 'other')).toBeUndefined()
  })

  test('never makes the same bytes twice, and never the text', () => {
    const sealer = createSealer([old])

    expect(sealer.seal('canary', 'n')).not.toBe(sealer.seal('canary', 'n'))
    expect(Buffer.from(sealer.seal('canary', 'n'), 'base64url').toString('latin1')).not.toContain('canary')
  })

  test('a changed bit anywhere is as good as nothing', () => {
    const sealer = createSealer([old])
    const bytes = Buffer.from(sealer.seal('text', 'n'), 'base64url')
    const opened = [...bytes.keys()].map((index) => {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 1
      return sealer.open(changed.toString('base64url'), 'n')
    })

    expect(new Set(opened)).toEqual(new Set([undefined]))
  })

  test.each(['', 'x', 'AAAA', '!!!!', 'A'.repeat(200)])('“%s” opens to nothing', (sealed) => {
    expect(createSealer([old]).open(sealed, 'n')).toBeUndefined()
  })

  test('the newest key seals, all open', () => {
    const rotated = createSealer([fresh, old])

    expect(rotated.open(createSealer([old]).seal('a', 'n'), 'n')).toBe('a')
    expect(createSealer([old]).open(rotated.seal('a', 'n'), 'n')).toBeUndefined()
    expect(createSealer([fresh]).open(rotated.seal('a', 'n'), 'n')).toBe('a')
  })

  test('names tell parts apart, and depend on the key', () => {
    const sealer = createSealer([old])

    expect(sealer.nameOf('a', 'bc')).not.toBe(sealer.nameOf('ab', 'c'))
    expect(sealer.nameOf('a', 'b')).not.toBe(createSealer([fresh]).nameOf('a', 'b'))
    expect(createSealer([fresh, old]).earlierNamesOf('a', 'b')).toEqual([sealer.nameOf('a', 'b')])
  })
})

describe('sessions', () => {
  const session = { ...newSession, language: 'uk', lastEntry: 'canary-entry' }

  test('come back, and neither person nor content can be seen in the store', async () => {
    const store = glassStore()
    const sessions = createSessionStore(store, createSealer([old]))
    await sessions.write('telegram', 'canary-person', session)

    expect(await sessions.read('telegram', 'canary-person')).toEqual(session)
    expect(JSON.stringify([...store.inside])).not.toMatch(/canary|telegram|"uk"/)
    expect([...store.inside.values()].map(({ ttl }) => ttl)).toEqual([86_400])
  })

  test('are another channel’s and another person’s secret', async () => {
    const sessions = createSessionStore(createMemoryStore(), createSealer([old]))
    await sessions.write('telegram', '1', session)

    expect([await sessions.read('website', '1'), await sessions.read('telegram', '2')]).toEqual([
      undefined,
      undefined,
    ])
  })

  test('of nobody are not kept', async () => {
    const store = glassStore()
    const sessions = createSessionStore(store, createSealer([old]))
    await sessions.write('console', '', session)

    expect([store.inside.size, await sessions.read('console', '')]).toEqual([0, undefined])
  })

  test('survive a change of keys, and move to the new one when written', async () => {
    const store = glassStore()
    await createSessionStore(store, createSealer([old])).write('telegram', '1', session)
    const sessions = createSessionStore(store, createSealer([fresh, old]))
    expect(await sessions.read('telegram', '1')).toEqual(session)
    await sessions.write('telegram', '1', session)

    expect(store.inside.size).toBe(1)
    expect(await createSessionStore(store, createSealer([fresh])).read('telegram', '1')).toEqual(session)
  })

  test('are forgotten under every key', async () => {
    const store = glassStore()
    await createSessionStore(store, createSealer([old])).write('telegram', '1', session)
    await createSessionStore(store, createSealer([fresh, old])).forget('telegram', '1')

    expect(store.inside.size).toBe(0)
  })

  test.each(['{"version":2,"greeted":[],"lastChoices":[],"missesInRow":0}', '{}', 'null', '7'])(
    'of another version (%s) are begun anew',
    async (text) => {
      const [store, sealer] = [createMemoryStore(), createSealer([old])]
      const name = sealer.nameOf('telegram', '1')
      await store.set(`session:${name}`, sealer.seal(text, name), 60)

      expect(await createSessionStore(store, sealer).read('telegram', '1')).toBeUndefined()
    },
  )

  test('say so when the store is down', async () => {
    await expect(
      createSessionStore(downStore, createSealer([])).read('telegram', '1'),
    ).rejects.toBeInstanceOf(StoreError)
  })
})

describe('what was seen before', () => {
  test('is told once, across processes, without its id in the store', async () => {
    const store = glassStore()
    const [one, other] = [createSeen(store, createSealer([old])), createSeen(store, createSealer([old]))]

    expect([
      await one.firstTime('telegram', 'canary'),
      await one.firstTime('telegram', 'canary'),
      await other.firstTime('telegram', 'canary'),
    ]).toEqual([true, false, false])
    expect(await one.firstTime('azure', 'canary')).toBe(true)
    expect(JSON.stringify([...store.inside])).not.toContain('canary')
    expect([...store.inside.values()].every(({ ttl }) => ttl === 172_800)).toBe(true)
  })

  test('is known to the process even without a store', async () => {
    const seen = createSeen(downStore, createSealer([]))

    expect([await seen.firstTime('telegram', '1'), await seen.firstTime('telegram', '1')]).toEqual([
      true,
      false,
    ])
  })
})

if (!hasRedis) console.warn('There is no redis-server on this machine: half of the suite is skipped.')

describe.each([
  ['SQLite', false],
  ['Redis', true],
])('misses and feedback in %s', (_, inRedis) => {
  const onlyWithRedis = inRedis && !hasRedis ? test.skip : test
  let server: RedisServer | undefined
  beforeAll(async () => {
    if (inRedis && hasRedis) server = await startRedis()
  })
  afterAll(() => server?.stop())

  /** The twelfth of May at noon. */
  const noon = Date.UTC(2026, 4, 12, 9)
  const day = 24 * 60 * 60 * 1000
  let now = noon
  async function open() {
    now = noon
    const options = { now: () => now }
    if (!server) return createSqliteMissLog(':memory:', options)
    const connection = await connectRedis(server.url)
    await connection.run((client) => client.flushDb())
    return { ...createRedisMissLog(connection, options), close: () => connection.close() }
  }
  const miss = { text: 'dental braces', locale: 'en', reason: 'none' } as const

  onlyWithRedis('are grouped by day, newest first', async () => {
    const log = await open()
    await log.add(miss)
    await log.add(miss)
    await log.add({ ...miss, reason: 'not-meant' })
    now += day
    await log.add(miss)
    const list = await log.list()
    await log.close()

    expect(list).toEqual([
      { ...miss, day: '2026-05-13', count: 1 },
      { ...miss, day: '2026-05-12', count: 2 },
      { ...miss, reason: 'not-meant', day: '2026-05-12', count: 1 },
    ])
  })

  onlyWithRedis('the day is Romania’s', async () => {
    const log = await open()
    now = Date.UTC(2026, 4, 12, 22)
    await log.add(miss)
    const [{ day: kept } = { day: '' }] = await log.list()
    await log.close()

    expect(kept).toBe('2026-05-13')
  })

  onlyWithRedis('are gone after thirty days', async () => {
    const log = await open()
    await log.add(miss)
    for (let times = 0; times < 6; times += 1) await log.countFeedback('a', 'en', true)
    now += 29 * day
    expect([(await log.list()).length, (await log.feedback()).length]).toEqual([1, 1])
    now += day
    expect([(await log.list()).length, (await log.feedback()).length]).toEqual([0, 0])
    await log.close()
  })

  onlyWithRedis('a question is cut at two hundred characters, and no emoji in two', async () => {
    const log = await open()
    await log.add({ ...miss, text: '😀'.repeat(300) })
    const [{ text } = { text: '' }] = await log.list()
    await log.close()

    expect([...text].length).toBe(200)
    expect(text).not.toMatch(/\uFFFD|[\uD800-\uDBFF]$/)
  })

  onlyWithRedis('text is text: quotes, brackets and keys of objects', async () => {
    const log = await open()
    for (const text of ["'); DROP TABLE misses; --", '__proto__', '["a"]', '{"a":1}'])
      await log.add({ ...miss, text })
    const texts = (await log.list()).map(({ text }) => text)
    await log.close()

    expect(new Set(texts)).toEqual(new Set(["'); DROP TABLE misses; --", '__proto__', '["a"]', '{"a":1}']))
  })

  onlyWithRedis('feedback shows from five voices on', async () => {
    const log = await open()
    for (const helped of [true, true, false, true]) await log.countFeedback('avrr-ticket', 'uk', helped)
    expect(await log.feedback()).toEqual([])
    await log.countFeedback('avrr-ticket', 'uk', false)
    for (let times = 0; times < 9; times += 1)
      await log.countFeedback('avrr-ticket', times % 2 ? 'en' : 'ro', true)
    const feedback = await log.feedback()
    await log.close()

    expect(feedback).toEqual([
      { entry: 'avrr-ticket', locale: 'ro', helped: 5, notHelped: 0 },
      { entry: 'avrr-ticket', locale: 'uk', helped: 3, notHelped: 2 },
    ])
  })
})

describe.each([
  ['a file', false],
  ['Redis', true],
])('the numbers-only switch as %s', (_, inRedis) => {
  const onlyWithRedis = inRedis && !hasRedis ? test.skip : test
  let server: RedisServer | undefined
  const folders: string[] = []
  beforeAll(async () => {
    if (inRedis && hasRedis) server = await startRedis()
  })
  afterAll(async () => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    await server?.stop()
  })
  async function place() {
    if (server) {
      const connection = await connectRedis(server.url)
      await connection.run((client) => client.flushDb())
      return { at: switchKey(connection), close: () => connection.close() }
    }
    const folder = mkdtempSync(join(tmpdir(), 'switch-'))
    folders.push(folder)
    return { at: switchFile(join(folder, 'not-there-yet')), close: async () => {} }
  }

  onlyWithRedis('is off until turned, and each turn is seen within two seconds', async () => {
    const { at, close } = await place()
    const turns: boolean[] = []
    const numbersOnly = await watchNumbersOnly(at, { onChange: (on) => turns.push(on) })
    expect(numbersOnly.isOn()).toBe(false)
    const seen = []
    for (const on of [true, false]) {
      await turnNumbersOnly(at, on)
      const began = performance.now()
      while (numbersOnly.isOn() !== on && performance.now() - began < 5000) await pause(20)
      seen.push(performance.now() - began)
    }
    numbersOnly.stop()
    await close()

    expect(Math.max(...seen)).toBeLessThan(2000)
    expect(turns).toEqual([true, false])
  })

  onlyWithRedis('is remembered over a restart', async () => {
    const { at, close } = await place()
    await turnNumbersOnly(at, true)
    const numbersOnly = await watchNumbersOnly(at)
    numbersOnly.stop()
    await close()

    expect(numbersOnly.isOn()).toBe(true)
  })

  onlyWithRedis('set by the environment holds until somebody turns it off', async () => {
    const { at, close } = await place()
    await turnNumbersOnly(at, false)
    const numbersOnly = await watchNumbersOnly(at, { initially: true })
    await pause(900)
    expect(numbersOnly.isOn()).toBe(true)
    await turnNumbersOnly(at, false)
    await pause(900)
    numbersOnly.stop()
    await close()

    expect(numbersOnly.isOn()).toBe(false)
  })
})

test('a switch whose place is lost stays as it was', async () => {
  let lost = false
  const at = {
    read: async () => (lost ? Promise.reject(new StoreError('down')) : 'on 1'),
    write: async () => {},
  }
  const numbersOnly = await watchNumbersOnly(at)
  lost = true
  await pause(900)
  numbersOnly.stop()

  expect(numbersOnly.isOn()).toBe(true)
})
