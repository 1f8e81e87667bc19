import type { Choice } from '../../conversation/reply.ts'

const HALF_AN_HOUR = 30 * 60 * 1000
/** Conversations remembered; the oldest go first. */
const MOST = 5000

/**
 * Which choices were offered last in a conversation: some platforms send a tapped button as the words on it,
 * and people type the number of a numbered line. Only in the process, for half an hour.
 */
export interface Offered {
  remember(conversation: string, choices: readonly Choice[]): void
  /** The id of the offered choice with this label or number. */
  find(conversation: string, text: string): string | undefined
  forget(conversation: string): void
}

export function createOffered(now: () => number = Date.now): Offered {
  const conversations = new Map<string, { choices: readonly Choice[]; diesAt: number }>()
  return {
    remember(conversation, choices) {
      conversations.delete(conversation)
      if (choices.length === 0) return
      conversations.set(conversation, { choices, diesAt: now() + HALF_AN_HOUR })
      const [oldest] = conversations.keys()
      if (conversations.size > MOST && oldest !== undefined) conversations.delete(oldest)
    },
    find(conversation, text) {
      const offered = conversations.get(conversation)
      if (!offered || offered.diesAt <= now()) return undefined
      const byNumber = /^\d{1,2}$/.test(text) ? offered.choices[Number(text) - 1] : undefined
      return (offered.choices.find(({ label }) => label === text) ?? byNumber)?.id
    },
    forget(conversation) {
      conversations.delete(conversation)
    },
  }
}
