import { join } from 'node:path'
import type { MissLog } from '../conversation/miss.ts'
import type { SessionStore } from '../conversation/session.ts'
import { createMemoryStore } from './memory.ts'
import { createRedisMissLog, createSqliteMissLog } from './misses.ts'
import { connectRedis, createRedisStore } from './redis.ts'
import { createSealer } from './sealed.ts'
import { createSeen, type Seen } from './seen.ts'
import { createSessionStore } from './sessions.ts'
import { createSqliteStore } from './sqlite.ts'
import type { Store } from './store.ts'
import { type SwitchPlace, switchFile, switchKey } from './switch.ts'

export interface StorageOptions {
  readonly dataDir: string
  readonly redisUrl?: string
  /** Empty: a random key, so nothing on disk could be read again and memory is used instead. */
  readonly stateKeys: readonly Buffer[]
  /** Told of lost connections. */
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
  /** Whether the store answers now. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

/** Opens Redis where it is set, else SQLite in the data folder; without a lasting key, memory. */
export async function openStorage({
  dataDir,
  redisUrl,
  stateKeys,
  onError,
}: StorageOptions): Promise<Storage> {
  const redis = redisUrl ? await connectRedis(redisUrl, { onError }) : undefined
  const kind = stateKeys.length === 0 ? 'memory' : redis ? 'redis' : 'sqlite'
  const store: Store =
    kind === 'memory'
      ? createMemoryStore()
      : redis
        ? createRedisStore(redis)
        : createSqliteStore(join(dataDir, 'state.db'))
  const sealer = createSealer(stateKeys)
  const sqliteMisses = redis ? undefined : createSqliteMissLog(join(dataDir, 'misses.db'))
  return {
    kind,
    sessions: createSessionStore(store, sealer),
    seen: createSeen(store, sealer),
    misses: redis ? createRedisMissLog(redis) : (sqliteMisses as MissLog),
    switchPlace: redis ? switchKey(redis) : switchFile(dataDir),
    async answers() {
      try {
        await store.get('readyz')
        return true
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
