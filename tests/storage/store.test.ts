import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryStore } from '../../src/storage/memory.ts'
import { connectRedis, createRedisStore } from '../../src/storage/redis.ts'
import { createSqliteStore } from '../../src/storage/sqlite.ts'
import { type Store, StoreError } from '../../src/storage/store.ts'
import { hasRedis, type RedisServer, startRedis } from './redis-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What every store must do, whatever it is made of. */
function contract(open: () => Promise<Store>) {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  test('gives back what was set', async () => {
    await store.set('a', 'мова ελ 😀', 60)

    expect(await store.get('a')).toBe('мова ελ 😀')
  })

  test('knows nothing of a key that was never set', async () => {
    expect(await store.get('never')).toBeUndefined()
  })

  test('keeps the last of two values', async () => {
    await store.set('b', '1', 60)
    await store.set('b', '2', 60)

    expect(await store.get('b')).toBe('2')
  })

  test('forgets what is deleted, and deleting nothing is no error', async () => {
    await store.set('c', '1', 60)
    await store.delete('c')
    await store.delete('c')

    expect(await store.get('c')).toBeUndefined()
  })

  test('forgets after the time to live, and not before', async () => {
    await store.set('short', '1', 0.15)
    await store.set('long', '1', 60)
    expect(await store.get('short')).toBe('1')
    await pause(250)

    expect([await store.get('short'), await store.get('long')]).toEqual([undefined, '1'])
  })

  test('a second write begins the time to live anew', async () => {
    await store.set('d', '1', 0.1)
    await store.set('d', '2', 60)
    await pause(200)

    expect(await store.get('d')).toBe('2')
  })

  test('adds only where nothing is', async () => {
    expect(await store.addIfAbsent('e', '1', 60)).toBe(true)
    expect(await store.addIfAbsent('e', '2', 60)).toBe(false)
    expect(await store.get('e')).toBe('1')
  })

  test('adds again after the time to live and after a deletion', async () => {
    await store.addIfAbsent('f', '1', 0.1)
    await pause(200)
    expect(await store.addIfAbsent('f', '2', 60)).toBe(true)
    await store.delete('f')
    expect(await store.addIfAbsent('f', '3', 60)).toBe(true)
  })

  test('of twenty callers at once, one adds', async () => {
    const added = await Promise.all(
      Array.from({ length: 20 }, (_, caller) => store.addIfAbsent('g', `${caller}`, 60)),
    )

    expect(added.filter(Boolean)).toHaveLength(1)
  })

  test.each(['__proto__', 'constructor', "'; DROP TABLE state; --", 'a:b\nc'])(
    '“%s” is a key like any other',
    async (key) => {
      await store.set(key, 'x', 60)

      expect(await store.get(key)).toBe('x')
    },
  )
}

describe('in memory', () => {
  contract(async () => createMemoryStore())

  test('the oldest go first when it is full', async () => {
    const store = createMemoryStore({ capacity: 2 })
    await store.set('old', '1', 60)
    await store.set('middle', '1', 60)
    await store.set('old', '2', 60)
    await store.set('new', '1', 60)

    expect([await store.get('old'), await store.get('middle'), await store.get('new')]).toEqual([
      '2',
      undefined,
      '1',
    ])
    await store.close()
  })
})

describe('in SQLite', () => {
  let files = 0
  contract(async () => createSqliteStore(join(folder, `contract-${++files}`, 'state.db')))

  test('outlives a restart', async () => {
    const file = join(folder, 'restart.db')
    const before = createSqliteStore(file)
    await before.set('a', 'kept', 60)
    await before.close()
    const after = createSqliteStore(file)

    expect(await after.get('a')).toBe('kept')
    await after.close()
  })

  test('leaves no byte of what was forgotten in its files', async () => {
    const file = join(folder, 'bytes', 'state.db')
    const store = createSqliteStore(file)
    await store.set('canary-key', 'canary-value', 60)
    await store.delete('canary-key')
    await store.close()

    const bytes = readdirSync(join(folder, 'bytes')).map((name) =>
      readFileSync(join(folder, 'bytes', name), 'latin1'),
    )
    expect(bytes.join()).not.toContain('canary')
  })

  test('two processes on one file: one adds', async () => {
    const file = join(folder, 'shared.db')
    const [one, other] = [createSqliteStore(file), createSqliteStore(file)]

    expect([await one.addIfAbsent('a', '1', 60), await other.addIfAbsent('a', '2', 60)]).toEqual([
      true,
      false,
    ])
    await Promise.all([one.close(), other.close()])
  })

  test('a damaged file is told with its remedy', () => {
    const file = join(folder, 'damaged.db')
    writeFileSync(file, 'this is not a database, but a text that somebody saved here by mistake')

    expect(() => createSqliteStore(file)).toThrow(/damaged\.db.*move it away/)
  })

  test('a closed store rejects with StoreError', async () => {
    const store = createSqliteStore(join(folder, 'closed.db'))
    await store.close()

    await expect(store.get('a')).rejects.toBeInstanceOf(StoreError)
  })
})

if (!hasRedis) console.warn('There is no redis-server on this machine: the Redis suite is skipped.')

;(hasRedis ? describe : describe.skip)('in Redis', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.stop())

  let round = 0
  contract(async () => {
    // Each test has a database of its own.
    const connection = await connectRedis(`${server.url}/${++round % 16}`)
    await connection.run((client) => client.flushDb())
    return createRedisStore(connection)
  })

  test('a frozen server costs at most half a second', async () => {
    const store = createRedisStore(await connectRedis(server.url))
    await store.set('a', '1', 60)
    server.freeze()
    const began = performance.now()
    try {
      await expect(store.get('a')).rejects.toBeInstanceOf(StoreError)
      expect(performance.now() - began).toBeLessThan(500)
    } finally {
      server.thaw()
      await store.close()
    }
  })

  test('a dead server is refused at once, and found again when it is back', async () => {
    const mortal = await startRedis()
    const lost: Error[] = []
    const store = createRedisStore(await connectRedis(mortal.url, { onError: (error) => lost.push(error) }))
    await store.set('a', '1', 60)
    await mortal.stop()
    await pause(50)
    const began = performance.now()
    await expect(store.get('a')).rejects.toBeInstanceOf(StoreError)
    expect(performance.now() - began).toBeLessThan(100)

    const reborn = await startRedis(Number(new URL(mortal.url).port))
    for (let tries = 0; tries < 60; tries += 1) {
      if (
        await store.set('b', '2', 60).then(
          () => true,
          () => false,
        )
      )
        break
      await pause(50)
    }
    expect(await store.get('b')).toBe('2')
    expect(lost.length).toBeGreaterThan(0)
    await store.close()
    await reborn.stop()
  })

  test('starts within a second where there is no server at all', async () => {
    const began = performance.now()
    const store = createRedisStore(await connectRedis('redis://127.0.0.1:1'))

    expect(performance.now() - began).toBeLessThan(1000)
    await expect(store.get('a')).rejects.toBeInstanceOf(StoreError)
    await store.close()
  })
})
