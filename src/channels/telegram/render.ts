import { bold, type FmtString, fmt, join, link } from 'telegraf/format'
import { lineText } from '../../conversation/plain.ts'
import type { Choice, ContactCard, PlaceCard, Reply } from '../../conversation/reply.ts'

/** Telegram takes 4,096 characters after parsing; a margin keeps room for what apps add. */
const LONGEST = 3_500
/** Telegram's limit for what a button carries. */
const LONGEST_DATA = 64
/** Buttons that share a row: more are unreadable on a narrow phone. */
const PER_ROW = 3

export interface InlineButton {
  readonly text: string
  readonly callback_data: string
}

/** One call of the Bot API that a reply becomes. */
export type Sending =
  | {
      readonly method: 'sendMessage'
      readonly text: string
      readonly entities: FmtString['entities']
      readonly buttons: readonly (readonly InlineButton[])[]
    }
  | {
      readonly method: 'sendVenue'
      readonly latitude: number
      readonly longitude: number
      readonly title: string
      readonly address: string
    }

/**
 * A reply as the messages to send, in their order; the buttons hang on the last text.
 *
 * Formatting travels as entities rather than as Markdown, so an answer may hold any character and nothing is escaped.
 */
export function renderTelegram(reply: Reply): Sending[] {
  const texts = pack(blocksOf(reply))
  const buttons = rowsOf(reply.choices)
  const messages = texts.map((text, index): Sending => {
    const { text: words, entities } = fmt`${text}`
    return {
      method: 'sendMessage',
      text: words,
      entities,
      buttons: index === texts.length - 1 ? buttons : [],
    }
  })
  return [...venuesOf(reply.places), ...messages]
}

function blocksOf(reply: Reply): (FmtString | string)[] {
  const body = [
    ...(reply.title ? [bold(reply.title)] : []),
    ...reply.paragraphs,
    ...reply.contacts.map(contactBlock),
    ...reply.places.map(placeBlock),
    ...reply.links.map(({ label, url }) => link(label, url)),
    ...reply.notes,
    ...(reply.source ? [reply.source] : []),
  ]
  const prompt = reply.prompt ? [reply.prompt] : []
  const notice = reply.notice.length > 0 ? [reply.notice.join(' ')] : []
  // In danger nothing may stand before the numbers.
  const blocks =
    reply.numbers.length > 0
      ? [reply.numbers.map(lineText).join(' · '), ...body, ...notice, ...prompt]
      : [...notice, ...body, ...prompt]
  return blocks.filter((block) => (typeof block === 'string' ? block : block.text).length > 0)
}

/** Numbers stand in international form where there is one: every phone makes those tappable. */
function contactBlock({ name, lines, email, url, details }: ContactCard): FmtString {
  return join(
    [
      bold(name),
      ...lines.map(
        (line) => `${line.via === 'sms' ? '✉️' : line.via === 'whatsapp' ? '💬' : '📞'} ${lineText(line)}`,
      ),
      ...(email ? [email] : []),
      ...(url ? [link(url.replace(/^https?:\/\//, '').replace(/\/$/, ''), url)] : []),
      ...details,
    ],
    '\n',
  )
}

function placeBlock({ name, address, details, exact, mapUrl }: PlaceCard): FmtString {
  const where = exact === 'place' ? address : link(`📍 ${address}`, mapUrl)
  return join([bold(name), where, ...details], '\n')
}

/** A pin only where the coordinates are those of the door. */
function venuesOf(places: readonly PlaceCard[]): Sending[] {
  return places.flatMap(({ exact, latitude, longitude, name, address }) =>
    exact === 'place' && latitude !== undefined && longitude !== undefined
      ? [{ method: 'sendVenue', latitude, longitude, title: name, address } as const]
      : [],
  )
}

/** Blocks in as few messages as fit; a block that is too long by itself is cut at its lines and words. */
function pack(blocks: readonly (FmtString | string)[]): FmtString[] {
  const messages: FmtString[] = []
  let open: (FmtString | string)[] = []
  let length = 0
  const close = () => {
    if (open.length > 0) messages.push(join(open, '\n\n'))
    open = []
    length = 0
  }
  for (const block of blocks.flatMap(cut)) {
    const size = (typeof block === 'string' ? block : block.text).length + 2
    if (length + size > LONGEST) close()
    open.push(block)
    length += size
  }
  close()
  return messages
}

function cut(block: FmtString | string): (FmtString | string)[] {
  const text = typeof block === 'string' ? block : block.text
  if (text.length <= LONGEST) return [block]
  const parts: string[] = []
  let rest = text
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST)
    const at = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' '))
    const end = at > LONGEST / 2 ? at : LONGEST
    parts.push(rest.slice(0, end))
    rest = rest.slice(end).trimStart()
  }
  return [...parts, rest]
}

/** A row per question, small buttons together. What does not fit into a button's data is left out. */
function rowsOf(choices: readonly Choice[]): InlineButton[][] {
  const rows: InlineButton[][] = []
  let compact: InlineButton[] = []
  const flush = () => {
    if (compact.length > 0) rows.push(compact)
    compact = []
  }
  for (const { id, label, compact: small } of choices) {
    if (Buffer.byteLength(id) > LONGEST_DATA) continue
    const button = { text: label, callback_data: id }
    if (!small) {
      flush()
      rows.push([button])
      continue
    }
    compact.push(button)
    if (compact.length === PER_ROW) flush()
  }
  flush()
  return rows
}
