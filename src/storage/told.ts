import type { Store } from './store.ts'

/** A store that fails does so at every turn: one line a minute says as much. */
const QUIET_MS = 60_000

/** The same store, whose failures are told, at most once a minute; callers go on without memory and say nothing. */
export function tellFailures(
  store: Store,
  onError: (error: unknown) => void,
  now: () => number = Date.now,
): Store {
  let quietUntil = Number.NEGATIVE_INFINITY
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      if (now() >= quietUntil) {
        quietUntil = now() + QUIET_MS
        onError(error)
      }
      throw error
    }
  }
  return {
    get: (key) => told(store.get(key)),
    set: (key, value, ttlSeconds) => told(store.set(key, value, ttlSeconds)),
    delete: (key) => told(store.delete(key)),
    addIfAbsent: (key, value, ttlSeconds) => told(store.addIfAbsent(key, value, ttlSeconds)),
    close: () => store.close(),
  }
}
