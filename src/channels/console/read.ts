import type { Content } from '../../conversation/message.ts'
import type { Choice } from '../../conversation/reply.ts'

/** A typed line: the number of a choice that was offered, or a text. Undefined for an empty line. */
export function readLine(line: string, choices: readonly Choice[]): Content | undefined {
  const text = line.trim()
  if (text === '') return undefined
  const choice = /^\d{1,2}$/.test(text) ? choices[Number(text) - 1] : undefined
  return choice ? { kind: 'choice', id: choice.id } : { kind: 'text', text }
}
