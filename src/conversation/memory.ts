import type { Message } from './message.ts'
import { newSession, type Session, type SessionStore } from './session.ts'

/** A store that does not answer within this many milliseconds is treated as down: people do not wait for memory. */
const PATIENCE_MS = 500

/** Reads what is remembered of a person; nothing for people without an id, and nothing while the store is down. */
export async function recall(
  store: SessionStore | undefined,
  { channel, userId }: Message,
): Promise<Session> {
  if (!store || userId === '') return newSession
  return (await patiently(store.read(channel, userId))) ?? newSession
}

/** Keeps the new state; a store that is down costs the memory, not the reply. */
export async function remember(
  store: SessionStore | undefined,
  { channel, userId }: Message,
  session: Session,
): Promise<void> {
  if (store && userId !== '') await patiently(store.write(channel, userId, session))
}

/** Forgets a person. True if the store confirmed it. */
export async function forget(
  store: SessionStore | undefined,
  { channel, userId }: Message,
): Promise<boolean> {
  if (!store || userId === '') return true
  return (await patiently(store.forget(channel, userId).then(() => true))) ?? false
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
