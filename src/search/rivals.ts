import { heldOut } from './holdout.ts'
import { type Case, caseOf, fitWeights, lessonOf, likeliest, probabilities } from './judge.ts'
import { prepare, type SearchContent } from './model.ts'
import { PRIOR } from './thresholds.ts'

/** A phrasing that leads to another entry as soon as it is not learned by heart. */
export interface Rival {
  readonly text: string
  readonly entry: string
  /** The entry that wins instead, and how sure the search is of it. */
  readonly rival: string
  readonly confidence: number
}

/** Confidence from which a wrong entry hurts: people would get it as an answer. */
const HURTS = 0.5

/**
 * Phrasings that hurt: held out, they find another entry with confidence 0.5 or more, which says that both entries ask
 * the same or that the phrasing stands in the wrong place. The surest first. Takes as long as a training.
 */
export function rivals(content: SearchContent): Rival[] {
  const { texts, written } = prepare(content)
  const seen: { text: number; label: number; judged: Case }[] = []
  for (const { text, reading, evidence } of heldOut(texts, Number.POSITIVE_INFINITY, () => {})) {
    const label = texts.labels[text]!
    if (label >= 0) seen.push({ text, label, judged: caseOf(evidence, reading) })
  }
  const weights = fitWeights(
    seen.map(({ judged, label }) => lessonOf(judged, label, 1, PRIOR.trained)),
    PRIOR.trained,
  )
  const found = seen.flatMap(({ text, label, judged }): Rival[] => {
    const chances = probabilities(judged, weights)
    const [best] = likeliest(chances, 1)
    if (best === undefined || best === label || chances[best]! < HURTS) return []
    const [entry, rival] = [content.entries[label]!.id, content.entries[best]!.id]
    return [{ text: written[text]!, entry, rival, confidence: chances[best]! }]
  })
  return found.sort((a, b) => b.confidence - a.confidence)
}
