import { join } from 'node:path'
import type { MissLog } from '../conversation/miss.ts'
import type { SessionStore } from '../conversation/session.ts'
import { createMemoryStore } from './memory.ts'
import { createRedisMissLog, createSqliteMissLog } from './misses.ts'
import { connectRedis, createRedisStore, type RedisConnection } from './redis.ts'
import { createSealer } from './sealed.ts'
import { createSeen, type Seen } from './seen.ts'
import { createSessionStore } from './sessions.ts'
import { createSqliteStore, isDamaged, moveAside } from './sqlite.ts'
import { type Store, StoreError } from './store.ts'
import { type SwitchPlace, switchFile, switchKey } from './switch.ts'
import { tellFailures } from './told.ts'

export interface StorageOptions {
  readonly dataDir: string
  readonly redisUrl?: string
  /** Empty: a random key, so nothing on disk could be read again and memory is used instead. */
  readonly stateKeys: readonly Buffer[]
  /** Told of lost connections, and of a store that fails, at most once a minute. */
  readonly onError: (error: unknown) => void
}

/** Everything that is kept, opened together. */
export interface Storage {
  /** Where sessions live: `memory`, `sqlite` or `redis`. */
  readonly kind: 'memory' | 'sqlite' | 'redis'
  readonly sessions: SessionStore
  readonly seen: Seen
  readonly misses: MissLog
  readonly switchPlace: SwitchPlace
  /** Sentences for whoever runs the bot: what could not be opened, and what is done instead. */
  readonly notes: readonly string[]
  /** Whether the store can be written to and read from now. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

/** Seconds for which the probe of `answers` is kept. */
const PROBE_SECONDS = 60

/**
 * Opens Redis where it is set, else SQLite in the data folder; without a lasting key, memory.
 *
 * Starts whatever it finds: a damaged file is moved aside, and where nothing can be written, memory has to do. What was
 * done stands in `notes`.
 */
export async function openStorage({
  dataDir,
  redisUrl,
  stateKeys,
  onError,
}: StorageOptions): Promise<Storage> {
  const notes: string[] = []
  const redis = redisUrl ? await connectRedis(redisUrl, { onError }) : undefined
  if (redis && !redis.isReady())
    notes.push(
      'Redis could not be reached. The bot answers without memory until it is there. Check REDIS_URL and that the server runs.',
    )
  const { kind, store } = openStore(dataDir, redis, stateKeys.length > 0, notes)
  const told = tellFailures(store, onError)
  const sealer = createSealer(stateKeys)
  const sqliteMisses = redis ? undefined : openMisses(dataDir, notes)
  return {
    kind,
    sessions: createSessionStore(told, sealer),
    seen: createSeen(told, sealer),
    misses: redis ? createRedisMissLog(redis) : (sqliteMisses as MissLog),
    switchPlace: redis ? switchKey(redis) : switchFile(dataDir),
    notes,
    async answers() {
      try {
        // A full disk can still be read from.
        await told.set('readyz', '1', PROBE_SECONDS)
        return (await told.get('readyz')) === '1'
      } catch {
        return false
      }
    },
    async close() {
      await Promise.allSettled([store.close(), sqliteMisses?.close()])
      await redis?.close()
    },
  }
}

function openStore(
  dataDir: string,
  redis: RedisConnection | undefined,
  hasKey: boolean,
  notes: string[],
): { kind: Storage['kind']; store: Store } {
  if (!hasKey) return { kind: 'memory', store: createMemoryStore() }
  if (redis) return { kind: 'redis', store: createRedisStore(redis) }
  const store = openOrMend(join(dataDir, 'state.db'), createSqliteStore, notes)
  if (store) return { kind: 'sqlite', store }
  notes.push('State is kept in memory only and is lost at the next restart.')
  return { kind: 'memory', store: createMemoryStore() }
}

function openMisses(dataDir: string, notes: string[]): ReturnType<typeof createSqliteMissLog> {
  const misses = openOrMend(join(dataDir, 'misses.db'), createSqliteMissLog, notes)
  if (misses) return misses
  notes.push('Unanswered questions are kept in memory only and are lost at the next restart.')
  return createSqliteMissLog(':memory:')
}

/** Opens a database; a damaged file is moved aside first and begun anew. Undefined, with a note, where neither works. */
function openOrMend<T>(file: string, open: (file: string) => T, notes: string[]): T | undefined {
  try {
    return open(file)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    if (isDamaged(error)) {
      try {
        const aside = moveAside(file)
        const opened = open(file)
        notes.push(
          `${file} was damaged. It was moved to ${aside} and begun anew; what stood in it is not used.`,
        )
        return opened
      } catch {
        // The folder cannot be written to either: that is the note below.
      }
    }
    notes.push(error.message)
    return undefined
  }
}
