/** Where danger is looked for in a message, before anything else is tried. */
import type { Danger, DangerDetector } from '../protection/danger.ts'
import { intentOf } from './intent.ts'
import type { Message } from './message.ts'

/** Longest part that is read at once; parts overlap, so that no sentence is cut in two unseen. */
const PART = 4_000
const OVERLAP = 300
/** More than any channel lets through. */
const MOST_PARTS = 20
/** What a deep link or a button may carry behind a command: an id, a language. It is no text of a person. */
const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/

/** What a person wrote: a whole message, however long, or what stands behind a command. */
function writtenIn(message: Message): string {
  const { content } = message
  const intent = intentOf(message)
  if (intent.kind === 'question') return content.kind === 'text' ? content.text : intent.text
  if (intent.kind !== 'command' || intent.argument === undefined) return ''
  const carriesId = intent.name === 'start' || intent.name === 'language'
  return carriesId && PAYLOAD.test(intent.argument) ? '' : intent.argument
}

/** Danger in a message, or undefined. */
export function dangerIn(message: Message, detector: DangerDetector): Danger | undefined {
  const text = writtenIn(message)
  for (let part = 0; part < MOST_PARTS; part++) {
    const from = part * (PART - OVERLAP)
    if (part > 0 && from + OVERLAP >= text.length) return undefined
    const danger = detector.detect(text.slice(from, from + PART))
    if (danger) return danger
  }
  return undefined
}
