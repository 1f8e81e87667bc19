import { createClient } from 'redis'
import { type Store, StoreError } from './store.ts'

/** A Redis that does not answer must cost a turn no more than this. */
const COMMAND_TIMEOUT = 300
const CONNECT_TIMEOUT = 500

type Client = ReturnType<typeof createClient>

/** A connection that fails fast: nothing waits in a queue for a server that is away. */
export interface RedisConnection {
  /** Runs one command; rejects with StoreError after 300 ms, or at once while the server is away. */
  run<T>(command: (client: Client) => Promise<T>): Promise<T>
  /** Whether the server is there now. */
  isReady(): boolean
  close(): Promise<void>
}

interface Options {
  /** Told of every lost connection, without its address, which may hold a password. */
  readonly onError?: (error: Error) => void
}

/**
 * Connects to Redis, and goes on trying in the background for as long as it lives.
 *
 * Resolves also where the server cannot be reached now: the bot starts without memory rather than not at all.
 */
export async function connectRedis(
  url: string,
  { onError = () => {} }: Options = {},
): Promise<RedisConnection> {
  const client: Client = createClient({
    url,
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_TIMEOUT,
      reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, 2000),
    },
  })
  client.on('error', onError)
  const connecting = client.connect().catch(onError)
  // The client's own promise waits for success, however long that takes.
  await Promise.race([connecting, pause(CONNECT_TIMEOUT)])

  return {
    async run(command) {
      const expired = new AbortController()
      try {
        return await Promise.race([
          command(client),
          pause(COMMAND_TIMEOUT, expired.signal).then(() => {
            throw new Error('No answer in time.')
          }),
        ])
      } catch (cause) {
        throw new StoreError('Redis did not answer.', cause)
      } finally {
        expired.abort()
      }
    },
    isReady: () => client.isReady,
    async close() {
      client.destroy()
    },
  }
}

/** Keeps everything in Redis, so that several replicas share it. */
export function createRedisStore(connection: RedisConnection): Store {
  const milliseconds = (ttlSeconds: number) => Math.max(1, Math.ceil(ttlSeconds * 1000))
  return {
    async get(key) {
      return (await connection.run((client) => client.get(key))) ?? undefined
    },
    async set(key, value, ttlSeconds) {
      await connection.run((client) =>
        client.set(key, value, { expiration: { type: 'PX', value: milliseconds(ttlSeconds) } }),
      )
    },
    async delete(key) {
      await connection.run((client) => client.del(key))
    },
    async addIfAbsent(key, value, ttlSeconds) {
      const done = await connection.run((client) =>
        client.set(key, value, {
          condition: 'NX',
          expiration: { type: 'PX', value: milliseconds(ttlSeconds) },
        }),
      )
      return done !== null
    },
    close: () => connection.close(),
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => clearTimeout(timer))
  })
}
