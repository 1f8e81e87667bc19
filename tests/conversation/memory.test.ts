import { forgetReceipt } from '../../src/conversation/choices.ts'
import { forget, recall, remember } from '../../src/conversation/memory.ts'
import type { Message } from '../../src/conversation/message.ts'
import { emptyReply } from '../../src/conversation/reply.ts'
import { newSession, type Session, type SessionStore } from '../../src/conversation/session.ts'
import type { Turn } from '../../src/conversation/turn.ts'

const message: Message = { channel: 'telegram', userId: '7', content: { kind: 'text', text: '/forget' } }
const other: Message = { ...message, userId: '8' }
const kept: Session = { ...newSession, language: 'uk', lastEntry: 'courses' }
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A store that can be switched off, and counts how often it was asked to forget. */
function mortalStore() {
  const inside = new Map<string, Session>()
  const state = { canRead: true, canWrite: true, asked: 0 }
  const only = (can: boolean) => (can ? Promise.resolve() : Promise.reject(new Error('down')))
  const store: SessionStore = {
    read: (_, id) => only(state.canRead).then(() => inside.get(id)),
    write: (_, id, session) => only(state.canWrite).then(() => void inside.set(id, session)),
    forget(_, id) {
      state.asked++
      return only(state.canWrite).then(() => void inside.delete(id))
    },
  }
  return { store, state, inside }
}

test('a store that confirms is asked once', async () => {
  const { store, state, inside } = mortalStore()
  await remember(store, message, kept)

  expect(await forget(store, message)).toBe(true)
  expect([state.asked, inside.size]).toEqual([1, 0])
})

test('a short interruption is bridged by one retry', async () => {
  const { store, state, inside } = mortalStore()
  await remember(store, message, kept)
  state.canWrite = false
  setTimeout(() => {
    state.canWrite = true
  }, 50)

  expect(await forget(store, message)).toBe(true)
  expect([state.asked, inside.size]).toEqual([2, 0])
})

test('a store that cannot write: said so, new meanwhile, and forgotten when it answers again', async () => {
  const { store, state, inside } = mortalStore()
  await remember(store, message, kept)
  await remember(store, other, kept)
  state.canWrite = false
  expect(await forget(store, message)).toBe(false)
  // A full disk can still be read from.
  expect(await recall(store, message)).toEqual(newSession)
  expect(await recall(store, other)).toEqual(kept)
  state.canWrite = true
  for (let tries = 0; inside.has('7') && tries < 100; tries++) await pause(50)

  expect([...inside.keys()]).toEqual(['8'])
})

test('what is written after /forget is kept, and is not forgotten later', async () => {
  const { store, state, inside } = mortalStore()
  await remember(store, message, kept)
  state.canWrite = false
  await forget(store, message)
  state.canWrite = true
  await remember(store, message, { ...newSession, language: 'ro' })
  await pause(2_300)

  expect(await recall(store, message)).toMatchObject({ language: 'ro' })
  expect(inside.get('7')?.lastEntry).toBeUndefined()
})

test('the receipt says “done” only where it is', () => {
  const reply = { ...emptyReply('command', 'en', 'ltr'), paragraphs: ['Done.', 'Telegram.'] }
  const turn = { say: (key: string) => key } as unknown as Turn

  expect(forgetReceipt(reply, true, turn).paragraphs).toEqual(['Done.', 'Telegram.'])
  expect(forgetReceipt(reply, false, turn).paragraphs).toEqual(['forget.failed', 'Telegram.'])
})
