import type { Message } from './message.ts'
import { newSession, type Session, type SessionStore } from './session.ts'

/** A store that does not answer within this many milliseconds is treated as down: people do not wait for memory. */
const PATIENCE_MS = 500
/** Pause before a person is forgotten the second time: a lost connection is often back by then. */
const RETRY_MS = 150
/** How often the store is asked to forget those whom it could not. */
const WORK_OFF_MS = 2_000
/** People who wait to be forgotten; beyond them the oldest are left to the store's own 24 hours. */
const MOST_PENDING = 10_000
/** By then the store has forgotten by itself. */
const LIFETIME_MS = 24 * 60 * 60 * 1000

/** A person whom the store could not forget, and since when. */
interface Pending {
  readonly channel: string
  readonly userId: string
  readonly since: number
}

/** Per store, the people who wait to be forgotten, oldest first. In memory only: a restart leaves them to the 24 hours. */
const waiting = new WeakMap<SessionStore, Map<string, Pending>>()
/** Stores whose list is being worked off now. */
const workedOff = new WeakSet<SessionStore>()

/** Reads what is remembered of a person; nothing for people without an id, and nothing while the store is down. */
export async function recall(
  store: SessionStore | undefined,
  { channel, userId }: Message,
): Promise<Session> {
  if (!store || userId === '') return newSession
  // Whoever asked to be forgotten is new to us, whatever the store still holds.
  if (waiting.get(store)?.has(keyOf(channel, userId))) return newSession
  return (await patiently(store.read(channel, userId))) ?? newSession
}

/** Keeps the new state; a store that is down costs the memory, not the reply. */
export async function remember(
  store: SessionStore | undefined,
  { channel, userId }: Message,
  session: Session,
): Promise<void> {
  if (!store || userId === '') return
  const kept = await patiently(store.write(channel, userId, session).then(() => true))
  // What was to be forgotten has been written over.
  if (kept) waiting.get(store)?.delete(keyOf(channel, userId))
}

/**
 * Forgets a person, with one retry. True if the store confirmed it; else the person is treated as new from now on, and
 * is forgotten as soon as the store answers again.
 */
export async function forget(
  store: SessionStore | undefined,
  { channel, userId }: Message,
): Promise<boolean> {
  if (!store || userId === '') return true
  const person = { channel, userId, since: Date.now() }
  const forgotten = (await erase(store, person)) || (await pause(RETRY_MS).then(() => erase(store, person)))
  if (forgotten) waiting.get(store)?.delete(keyOf(channel, userId))
  else postpone(store, person)
  return forgotten
}

async function erase(store: SessionStore, { channel, userId }: Pending): Promise<boolean> {
  return (await patiently(store.forget(channel, userId).then(() => true))) ?? false
}

function postpone(store: SessionStore, person: Pending): void {
  const people = waiting.get(store) ?? new Map<string, Pending>()
  waiting.set(store, people)
  people.set(keyOf(person.channel, person.userId), person)
  const [oldest] = people.keys()
  if (people.size > MOST_PENDING && oldest !== undefined) people.delete(oldest)
  if (workedOff.has(store)) return
  workedOff.add(store)
  void workOff(store, people).finally(() => workedOff.delete(store))
}

/** Asks the store again until nobody waits; the first refusal ends a round, so a store that is down is left in peace. */
async function workOff(store: SessionStore, people: Map<string, Pending>): Promise<void> {
  while (people.size > 0) {
    await pause(WORK_OFF_MS, { keepsAlive: false })
    for (const [key, person] of people) {
      const isOver = Date.now() - person.since > LIFETIME_MS
      if (!isOver && !(await erase(store, person))) break
      people.delete(key)
    }
  }
}

/** Neither part holds a line break: channels have names, and ids are tokens of theirs. */
function keyOf(channel: string, userId: string): string {
  return `${channel}\n${userId}`
}

async function patiently<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  })
  try {
    return await Promise.race([work, late])
  } catch {
    // The store says itself in the log what is wrong; the turn goes on without memory.
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

function pause(ms: number, { keepsAlive = true } = {}): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    // A list that waits must not keep a process alive that has nothing else to do.
    if (!keepsAlive) timer.unref()
  })
}
