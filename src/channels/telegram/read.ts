import type { Content } from '../../conversation/message.ts'

/** The parts of a Telegram user and chat that the bot uses; a message holds far more, which is never read. */
interface From {
  readonly id: number
  readonly is_bot?: boolean
  readonly language_code?: string
}
interface Chat {
  readonly id: number
  readonly type: string
}
interface TelegramMessage {
  readonly message_id: number
  readonly chat: Chat
  readonly from?: From
  readonly text?: string
  /** What stands below a photo, a voice message or a file. */
  readonly caption?: string
  readonly location?: { readonly latitude: number; readonly longitude: number }
  readonly [field: string]: unknown
}
export interface TelegramUpdate {
  readonly update_id: number
  readonly message?: TelegramMessage
  readonly callback_query?: {
    readonly id: string
    readonly from: From
    readonly data?: string
    readonly message?: { readonly message_id: number; readonly chat: Chat }
  }
  readonly [field: string]: unknown
}

/** What an update asks of the bot. */
export type Reading =
  /** A person writes or taps in a private chat. */
  | {
      kind: 'message'
      chat: number
      user: string
      content: Content
      languageHint?: string
      /** Id of the message that came in, so that /forget can delete it. */
      messageId?: number
      /** A tapped button has to be confirmed, or its app shows a clock. */
      callbackId?: string
    }
  /** The bot was put into a group or channel, where others read along. */
  | { kind: 'group'; chat: number; languageHint?: string }
  /** Nothing for the bot: an edit, a service message, another bot. A tap has to be confirmed all the same. */
  | { kind: 'nothing'; callbackId?: string }

/** Message fields that mean something which the bot does not read. The first that is there decides. */
const UNREADABLE = [
  ['photo', 'photo'],
  ['voice', 'voice'],
  ['video_note', 'voice'],
  ['audio', 'voice'],
  ['sticker', 'sticker'],
  ['animation', 'sticker'],
  ['document', 'file'],
  ['video', 'file'],
  ['contact', 'other'],
  ['poll', 'other'],
  ['dice', 'other'],
  ['venue', 'other'],
] as const

/** Reads an update. Pure: the same update always means the same. */
export function readUpdate(update: TelegramUpdate): Reading {
  const { callback_query: query, message } = update
  if (query) return readTap(query)
  if (!message?.from || message.from.is_bot) return readJoin(update)
  if (message.chat.type !== 'private') return readGroup(message, message.from)
  const content = contentOf(message)
  if (!content) return { kind: 'nothing' }
  return {
    kind: 'message',
    chat: message.chat.id,
    user: String(message.from.id),
    content,
    messageId: message.message_id,
    ...hint(message.from),
  }
}

function readTap(query: NonNullable<TelegramUpdate['callback_query']>): Reading {
  const chat = query.message?.chat
  if (chat?.type !== 'private' || query.from.is_bot) return { kind: 'nothing', callbackId: query.id }
  return {
    kind: 'message',
    chat: chat.id,
    user: String(query.from.id),
    content: { kind: 'choice', id: query.data ?? '' },
    callbackId: query.id,
    ...hint(query.from),
  }
}

function contentOf(message: TelegramMessage): Content | undefined {
  if (typeof message.text === 'string') return { kind: 'text', text: message.text }
  // Many people send a picture of a letter and ask below it: the question is what counts.
  if (typeof message.caption === 'string' && message.caption.trim() !== '')
    return { kind: 'text', text: message.caption }
  // A venue also carries a location; only a location by itself is the person's own.
  if (message.location && !message.venue)
    return { kind: 'location', latitude: message.location.latitude, longitude: message.location.longitude }
  const found = UNREADABLE.find(([field]) => message[field] !== undefined)
  return found && { kind: 'unreadable', what: found[1] }
}

/** Groups: only being added counts, and a message there, in case the bot was added while it was off. */
function readGroup(message: TelegramMessage, from: From): Reading {
  return { kind: 'group', chat: message.chat.id, ...hint(from) }
}

function readJoin(update: TelegramUpdate): Reading {
  const joined = update.my_chat_member as
    | { chat: Chat; from: From; new_chat_member?: { status?: string } }
    | undefined
  const status = joined?.new_chat_member?.status
  if (!joined || joined.chat.type === 'private' || status === 'left' || status === 'kicked')
    return { kind: 'nothing' }
  return { kind: 'group', chat: joined.chat.id, ...hint(joined.from) }
}

function hint({ language_code: code }: From): { languageHint?: string } {
  return code ? { languageHint: code } : {}
}
