import { words } from '../language/normalise.ts'
import type { FollowupWords } from '../language/texts.ts'
import type { Session } from './session.ts'

/** What a short message after an answer asks for. */
export type Followup =
  | { kind: 'choice'; id: string }
  /** More about the last entry: its contacts and the questions beside it. */
  | { kind: 'more' | 'phone' | 'where' | 'other' }
  /** The last entry again, for another town. */
  | { kind: 'town' }

/** Longer messages stand on their own. */
const MAX_WORDS = 5

const ORDINALS = ['first', 'second', 'third'] as const

/**
 * Reads "the second one", "phone?", "more", "and in Cluj?" with the little that is remembered.
 *
 * @param vocabulary lists of short phrases per kind, in each language that the message may be in.
 * @param hasTown whether a town was found in the text, and in how many of its words.
 */
export function followupOf(
  text: string,
  session: Session,
  vocabulary: readonly FollowupWords[],
  townWords: number,
): Followup | undefined {
  const list = words(text)
  if (list.length === 0 || list.length > MAX_WORDS) return undefined
  const said = list.join(' ')
  const says = (kind: string) =>
    vocabulary.some((phrases) => (phrases[kind] ?? []).some((phrase) => words(phrase).join(' ') === said))

  for (const [index, ordinal] of ORDINALS.entries()) {
    const id = session.lastChoices[index]
    if (id !== undefined && says(ordinal)) return { kind: 'choice', id }
  }
  if (session.lastEntry === undefined) return undefined
  if (says('other'))
    return session.lastChoices[0] ? { kind: 'choice', id: session.lastChoices[0] } : { kind: 'other' }
  for (const kind of ['more', 'phone', 'where'] as const) if (says(kind)) return { kind }
  if (townWords > 0) {
    const leads = new Set(
      vocabulary.flatMap((phrases) => (phrases.lead ?? []).flatMap((phrase) => words(phrase))),
    )
    const others = list.filter((word) => !leads.has(word)).length
    if (others <= townWords) return { kind: 'town' }
  }
  return undefined
}

/** Words that mean nothing without an answer before them. "Phone?" is not among them: it may ask for IOM's number. */
const BARE = [...ORDINALS, 'other', 'more', 'lead'] as const

/** Whether a message is nothing but "the second one", "more", "and in": it needs an answer before it. */
export function isBareFollowup(text: string, vocabulary: readonly FollowupWords[]): boolean {
  const said = words(text).join(' ')
  if (said === '') return false
  return vocabulary.some((phrases) =>
    BARE.some((kind) => (phrases[kind] ?? []).some((phrase) => words(phrase).join(' ') === said)),
  )
}
