import { heldOut } from './holdout.ts'
import { caseOf, likeliest, probabilities } from './judge.ts'
import { type Model, prepare, type SearchContent } from './model.ts'

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
 *
 * @param model the trained model of this content, for its judge
 */
export function rivals(content: SearchContent, { weights }: Pick<Model, 'weights'>): Rival[] {
  const { texts, written } = prepare(content)
  const found: Rival[] = []
  for (const { text, reading, evidence } of heldOut(texts, Number.POSITIVE_INFINITY, () => {})) {
    const label = texts.labels[text]!
    if (label < 0) continue
    const chances = probabilities(caseOf(evidence, reading), weights)
    const [best] = likeliest(chances, 1)
    if (best === undefined || best === label || chances[best]! < HURTS) continue
    found.push({
      text: written[text]!,
      entry: content.entries[label]!.id,
      rival: content.entries[best]!.id,
      confidence: chances[best]!,
    })
  }
  return found.sort((a, b) => b.confidence - a.confidence)
}
