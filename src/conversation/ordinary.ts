/** When a sign of danger gives way to an ordinary answer. */
import type { Danger } from '../protection/danger.ts'
import type { SearchResult } from '../search/search.ts'
import { SURE } from './answer.ts'
import type { Brain } from './brain.ts'
import { followupOf, isBareFollowup } from './followup.ts'
import { ACT_PREFIX } from './smalltalk.ts'
import type { Turn } from './turn.ts'

/** Entries with one of these contacts are about harm: they never make a sign of danger ordinary. */
export const HARM_CONTACTS: ReadonlySet<string> = new Set([
  'emergency-112',
  'anti-trafficking',
  'violence-line',
  'child-line',
  'toxapel',
])
/** A guess above this is danger whatever the knowledge base knows. */
const GUESSED_BELOW = 0.55
/** The knowledge base knows a message where the probability that nothing fits is at most this. */
const KNOWN_BELOW = 0.05

/**
 * Whether danger is only guessed from a message's likeness to examples, without any phrase or pattern of danger in it.
 * Such a guess gives way to what is surely ordinary; the reply then carries the emergency line all the same.
 */
export function isGuess(danger: Danger): boolean {
  return isUntold(danger) && danger.why.probability < GUESSED_BELOW
}

/** Whether neither a phrase nor a pattern of danger was found. */
export function isUntold({ why }: Danger): boolean {
  return why.phrases.length === 0 && why.patterns.length === 0
}

/** Whether a message is small talk or a short follow-up, word by word. */
export function isSmalltalk(text: string, turn: Turn, brain: Brain): boolean {
  try {
    const vocabulary = [...turn.locales.keys()].map((locale) => turn.texts.followups(locale))
    return (
      brain.smalltalk.find(text, [turn.lang]) !== undefined ||
      isBareFollowup(text, vocabulary) ||
      followupOf(text, turn.session, vocabulary, 0) !== undefined
    )
  } catch {
    return false
  }
}

/** Whether the knowledge base surely knows a message, as something that is not about harm. */
export function isKnown({ matches, explanation }: SearchResult, turn: Turn): boolean {
  const best = matches[0]
  if (!best || explanation.none > KNOWN_BELOW) return false
  if (best.entry.startsWith(ACT_PREFIX)) return best.confidence >= SURE
  const entry = turn.knowledge.entries.get(best.entry)
  return entry !== undefined && !entry.contacts.some((id) => HARM_CONTACTS.has(id))
}
