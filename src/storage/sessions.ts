import type { Session, SessionStore } from '../conversation/session.ts'
import type { Sealer } from './sealed.ts'
import type { Store } from './store.ts'

/** Silence after which a person is forgotten. */
const DAY = 24 * 60 * 60

/**
 * Keeps sessions in a store that sees neither who nor what.
 *
 * Nothing is kept of a person without an id. Methods reject with StoreError while the store is down, within
 * 300 ms; the conversation then goes on without memory.
 */
export function createSessionStore(store: Store, sealer: Sealer): SessionStore {
  return {
    async read(channel, userId) {
      if (userId === '') return undefined
      // Under today's key first; then where a key that has been replaced since put it.
      for (const name of [sealer.nameOf(channel, userId), ...sealer.earlierNamesOf(channel, userId)]) {
        const session = readSession(await store.get(keyOf(name)), name, sealer)
        if (session) return session
      }
      return undefined
    },
    async write(channel, userId, session) {
      if (userId === '') return
      const name = sealer.nameOf(channel, userId)
      await store.set(keyOf(name), sealer.seal(JSON.stringify(session), name), DAY)
      await Promise.all(sealer.earlierNamesOf(channel, userId).map((earlier) => store.delete(keyOf(earlier))))
    },
    async forget(channel, userId) {
      if (userId === '') return
      const names = [sealer.nameOf(channel, userId), ...sealer.earlierNamesOf(channel, userId)]
      await Promise.all(names.map((name) => store.delete(keyOf(name))))
    },
  }
}

const keyOf = (name: string) => `session:${name}`

/** A session of this version, or none: what an older program wrote is not guessed at. */
function readSession(sealed: string | undefined, name: string, sealer: Sealer): Session | undefined {
  const text = sealed === undefined ? undefined : sealer.open(sealed, name)
  if (text === undefined) return undefined
  const value: unknown = JSON.parse(text)
  return isSession(value) ? value : undefined
}

function isSession(value: unknown): value is Session {
  if (typeof value !== 'object' || value === null) return false
  const { version, greeted, lastChoices, missesInRow } = value as Record<string, unknown>
  return (
    version === 1 && Array.isArray(greeted) && Array.isArray(lastChoices) && typeof missesInRow === 'number'
  )
}
