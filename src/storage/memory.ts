import type { Store } from './store.ts'

interface Options {
  /** Milliseconds since 1970; a test may turn it forward. */
  readonly now?: () => number
  /** Above this many the oldest go, so that a flood cannot fill the machine. Default 200,000. */
  readonly capacity?: number
}

/** Keeps everything in the process until it ends: for tests, and where no key to encrypt with is set. */
export function createMemoryStore({ now = Date.now, capacity = 200_000 }: Options = {}): Store {
  const items = new Map<string, { value: string; diesAt: number }>()
  const sweep = setInterval(() => {
    for (const [key, { diesAt }] of items) if (diesAt <= now()) items.delete(key)
  }, 60_000)
  sweep.unref()

  function live(key: string): string | undefined {
    const item = items.get(key)
    return item && item.diesAt > now() ? item.value : undefined
  }

  function put(key: string, value: string, ttlSeconds: number) {
    // Taken out first, so that the map's order is the order of the last write.
    items.delete(key)
    items.set(key, { value, diesAt: now() + ttlSeconds * 1000 })
    const [oldest] = items.keys()
    if (items.size > capacity && oldest !== undefined) items.delete(oldest)
  }

  return {
    async get(key) {
      return live(key)
    },
    async set(key, value, ttlSeconds) {
      put(key, value, ttlSeconds)
    },
    async delete(key) {
      items.delete(key)
    },
    async addIfAbsent(key, value, ttlSeconds) {
      if (live(key) !== undefined) return false
      put(key, value, ttlSeconds)
      return true
    },
    async close() {
      clearInterval(sweep)
      items.clear()
    },
  }
}
