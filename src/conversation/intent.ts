import { COMMANDS, type CommandName, type Message } from './message.ts'

/** Longest text that is read; what a channel lets through beyond it is cut. Telegram's own limit. */
export const MAX_TEXT = 4096

export type Intent =
  | { kind: 'command'; name: CommandName; argument?: string }
  | { kind: 'choice'; id: string }
  | { kind: 'question'; text: string }
  | { kind: 'location'; latitude: number; longitude: number }
  | { kind: 'unreadable'; what: 'photo' | 'voice' | 'sticker' | 'file' | 'other' }

const COMMAND = /^\/([a-z]{1,16})(?:@[A-Za-z0-9_]{1,40})?(?:\s+(\S.{0,4000}))?\s*$/is
/** Something that looks like a command and is none of ours. */
const UNKNOWN_COMMAND = /^\/[\p{L}\p{N}_]{1,40}(?:@\w{1,40})?(?=\s|$)/u

/** What a message wants: a command (typed or tapped), a choice, a question, or something the bot does not read. */
export function intentOf({ content }: Message): Intent {
  if (content.kind !== 'text') return content
  const text = content.text.slice(0, MAX_TEXT).trim()
  if (text.length === 0) return { kind: 'unreadable', what: 'other' }
  const command = commandOf(text)
  if (command) return command
  const rest = text.replace(UNKNOWN_COMMAND, '').trim()
  return rest.length === 0 ? { kind: 'command', name: 'help' } : { kind: 'question', text: rest }
}

/** A typed command such as `/help`, `/start returns__uk` or `/help@SomeBot`; undefined for anything else. */
export function commandOf(text: string): Intent | undefined {
  const match = COMMAND.exec(text)
  const name = COMMANDS.find((command) => command === match?.[1]?.toLowerCase())
  if (!match || !name) return undefined
  return { kind: 'command', name, ...(match[2] ? { argument: match[2].trim() } : {}) }
}
