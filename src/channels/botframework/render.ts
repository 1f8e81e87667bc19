import type { Activity, Attachment, CardAction } from 'botbuilder'
import { lineText, replyText } from '../../conversation/plain.ts'
import type { Choice, PhoneLine, Reply } from '../../conversation/reply.ts'
import type { Abilities } from './abilities.ts'

/** Version of the reply's form in `channelData`, for widgets that a site has cached. */
const REPLY_VERSION = 1

/**
 * Turns a reply into the activities of one turn, in order. The buttons hang on the last.
 *
 * `text` is the whole reply in plain text; `channelData.reply` is the reply itself, for those who draw it.
 */
export function renderReply(reply: Reply, abilities: Abilities): Partial<Activity>[] {
  const choices = reply.choices.slice(0, abilities.mostButtons)
  const listed =
    abilities.buttons === 'list' ? choices.map(({ label }, index) => `${index + 1}. ${label}`) : []
  const text = [replyText(reply), ...(listed.length > 0 ? [listed.join('\n')] : [])].join('\n\n')
  const parts = splitText(text, abilities.textLimit)

  return parts.map((part, index) => ({
    type: 'message',
    text: part,
    textFormat: 'plain',
    locale: reply.answerLang ?? reply.lang,
    ...(index === 0 && abilities.channelData
      ? { channelData: { reply: { version: REPLY_VERSION, ...reply } } }
      : {}),
    ...(index === parts.length - 1 ? renderButtons(reply, choices, abilities) : {}),
  }))
}

function renderButtons(reply: Reply, choices: readonly Choice[], abilities: Abilities): Partial<Activity> {
  const actions = choices.map((choice) => renderChoice(choice, abilities))
  const lines = abilities.dials
    ? [...reply.numbers, ...reply.contacts.flatMap((contact) => contact.lines)]
    : []
  const cards: Attachment[] = [
    ...(lines.length > 0 ? [heroCard(lines.map(renderLine))] : []),
    ...(abilities.buttons === 'card' && actions.length > 0 ? [heroCard(actions)] : []),
  ]
  return {
    ...(abilities.buttons === 'suggested' && actions.length > 0
      ? { suggestedActions: { actions, to: [] } }
      : {}),
    ...(cards.length > 0 ? { attachments: cards } : {}),
  }
}

function renderChoice({ id, label }: Choice, { value, titleLimit }: Abilities): CardAction {
  const title = cut(label, titleLimit)
  return value
    ? { type: 'messageBack', title, text: label, displayText: label, value: { choice: id } }
    : { type: 'imBack', title, value: label }
}

function renderLine(line: PhoneLine): CardAction {
  const title = lineText(line)
  switch (line.via) {
    case 'call':
      return { type: 'call', title, value: `tel:${line.dial}` }
    case 'sms':
      return { type: 'openUrl', title, value: `sms:${line.dial}` }
    case 'whatsapp':
      return { type: 'openUrl', title, value: `https://wa.me/${line.dial.replace('+', '')}` }
  }
}

function heroCard(buttons: CardAction[]): Attachment {
  return { contentType: 'application/vnd.microsoft.card.hero', content: { buttons } }
}

/**
 * Cuts a text into parts of at most `limit` characters: between paragraphs if it can be, else between lines,
 * else between words.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (rest.length > limit) {
    const window = rest.slice(0, limit + 1)
    const at = ['\n\n', '\n', ' '].map((gap) => window.lastIndexOf(gap)).find((index) => index > limit / 3)
    const end = at ?? wholeCharacters(rest, limit)
    parts.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return [...parts, rest]
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, wholeCharacters(text, limit - 1)).trimEnd()}…`
}

/** One less where the limit would part the two halves of an emoji. */
function wholeCharacters(text: string, limit: number): number {
  return /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit
}
