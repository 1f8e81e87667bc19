import type { ContactCard, PhoneLine, PlaceCard, Reply } from './reply.ts'

/** A number as a line of plain text, with its label behind it. */
export function lineText({ display, label }: PhoneLine): string {
  return label ? `${display} (${label})` : display
}

/** A contact as lines of plain text: name, numbers, address for letters, page, details. */
export function contactText({ name, lines, email, url, details }: ContactCard): string {
  return [name, ...lines.map(lineText), ...(email ? [email] : []), ...(url ? [url] : []), ...details].join(
    '\n',
  )
}

export function placeText({ name, address, details, mapUrl }: PlaceCard): string {
  return [name, ...(address ? [address] : []), ...details, mapUrl].join('\n')
}

/**
 * A reply as plain text, for the terminal and for channels that show nothing better.
 * Without the choices, which every channel shows in its own way.
 *
 * @param options.notice whether the first-contact notice is part of the text.
 */
export function replyText(reply: Reply, options: { notice: boolean } = { notice: true }): string {
  const notice = options.notice ? reply.notice : []
  const body = [
    ...(reply.title ? [reply.title] : []),
    ...reply.paragraphs,
    ...reply.contacts.map(contactText),
    ...reply.places.map(placeText),
    ...reply.links.map(({ label, url }) => `${label}\n${url}`),
    ...reply.notes,
    ...(reply.source ? [reply.source] : []),
  ]
  const prompt = reply.prompt ? [reply.prompt] : []
  // In danger nothing may stand before the numbers, so the notice comes last.
  const blocks =
    reply.numbers.length > 0
      ? [reply.numbers.map(lineText).join(' · '), ...body, ...notice, ...prompt]
      : [...notice, ...body, ...prompt]
  return blocks.filter((block) => block.length > 0).join('\n\n')
}
