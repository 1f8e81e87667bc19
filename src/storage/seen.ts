import type { Sealer } from './sealed.ts'
import type { Store } from './store.ts'

const TWO_DAYS = 48 * 60 * 60
/** Ids remembered in the process beside the store, for the time when the store is away. */
const REMEMBERED = 10_000

/** Which updates were already handled, so that a platform's second delivery is not answered twice. */
export interface Seen {
  /**
   * True for the first caller with this id, false for every later one for 48 h.
   * Never rejects: without the store, this process still knows what it has handled itself.
   */
  firstTime(channel: string, id: string): Promise<boolean>
}

/** Ids are kept as HMACs, since those of some platforms name the chat. */
export function createSeen(store: Store, sealer: Sealer): Seen {
  const here = new Set<string>()
  return {
    async firstTime(channel, id) {
      const name = sealer.nameOf('seen', channel, id)
      if (here.has(name)) return false
      here.add(name)
      const [oldest] = here
      if (here.size > REMEMBERED && oldest !== undefined) here.delete(oldest)
      try {
        return await store.addIfAbsent(`seen:${name}`, '1', TWO_DAYS)
      } catch {
        // Answering twice is better than not at all.
        return true
      }
    },
  }
}
