import { replyText } from '../../conversation/plain.ts'
import type { Reply } from '../../conversation/reply.ts'

/** A reply as the terminal shows it: plain text, then the choices with their numbers. */
export function renderConsole(reply: Reply): string {
  const choices = reply.choices.map(({ label }, index) => `  ${index + 1}  ${label}`)
  return `\n${[replyText(reply), ...(choices.length > 0 ? [choices.join('\n')] : [])].join('\n\n')}\n\n> `
}
