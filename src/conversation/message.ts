import type { Reply } from './reply.ts'

/** Commands that people may type or tap, without the slash. `sos` is the safe word that brings the danger numbers. */
export const COMMANDS = [
  'start',
  'help',
  'language',
  'topics',
  'privacy',
  'forget',
  'human',
  'stop',
  'sos',
] as const
export type CommandName = (typeof COMMANDS)[number]

/** What a person sent, once a channel has read it. */
export type Content =
  | { kind: 'text'; text: string }
  /** A tapped button: the `id` of a `Choice` that an earlier reply offered. */
  | { kind: 'choice'; id: string }
  /** `argument` is what follows the command, for example the payload of a deep link. */
  | { kind: 'command'; name: CommandName; argument?: string }
  | { kind: 'location'; latitude: number; longitude: number }
  /** Something the bot does not read: a photo, a voice message, a sticker, a file. Nothing of it is downloaded. */
  | { kind: 'unreadable'; what: 'photo' | 'voice' | 'sticker' | 'file' | 'other' }

export interface Message {
  /** Name of the channel, for example `telegram`. */
  readonly channel: string
  /** Known within the channel only; never logged, never stored but as an HMAC. Empty: a person without memory. */
  readonly userId: string
  readonly content: Content
  /** Language tag that the person's app reports, for example `uk` or `ro-RO`. */
  readonly languageHint?: string
}

/** The one door of the bot. Never rejects: a failure inside becomes a reply of kind `trouble`. */
export type Answer = (message: Message) => Promise<Reply>
