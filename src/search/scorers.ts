import { type Counts, count, type Evidence, weigh } from './evidence.ts'
import type { Reading } from './features.ts'
import { logProbabilities, type Regression, train } from './regression.ts'
import { scopeOf, trainScope } from './scope.ts'

/** What scores a question; plain data. */
export interface Scorers {
  readonly counts: Counts
  /** Missing before training, and above `LARGEST_TRAINED`. */
  readonly regression?: Regression
  /** Weights that tell entries from off-topic texts. */
  readonly scope: Float32Array
}

/** Texts that have been read, each with its entry's index or -1 for off-topic. */
export interface Texts {
  readonly readings: readonly Reading[]
  readonly labels: Int32Array
  readonly entries: number
  readonly features: number
}

/** Features times classes above which no regression is trained: a byte each, and seconds per pass. */
const LARGEST_TRAINED = 60_000_000
/** Passes of the regression over the texts: at least five, and as many as it takes to see this many texts. */
const FEWEST_PASSES = 5
const MOST_PASSES = 12
const TEXTS_SEEN = 6_000
/** How often an off-topic text comes in a pass: they are few and of many kinds. */
const OFFTOPIC_TURNS = 3

/** Whether a knowledge base of this size gets a regression. */
export const isTrained = ({ entries, features }: Pick<Texts, 'entries' | 'features'>): boolean =>
  entries > 0 && features * (entries + 1) <= LARGEST_TRAINED

/** Scorers that take no training but the one of the scope. */
export const countedScorers = ({ readings, labels, entries, features }: Texts): Scorers => ({
  counts: count(readings, labels, entries, features),
  scope: trainScope(readings, labels, features),
})

/** Passes that the regression takes over so many texts. */
export const passes = (texts: number): number =>
  Math.min(MOST_PASSES, Math.max(FEWEST_PASSES, Math.ceil(TEXTS_SEEN / Math.max(1, texts))))

/** All scorers. */
export function trainedScorers(texts: Texts, onEpoch: () => void): Scorers {
  const counted = countedScorers(texts)
  if (!isTrained(texts)) return counted
  const { readings, labels, entries, features } = texts
  const turns = [...labels.keys()].flatMap((text) =>
    labels[text]! < 0 ? new Array<number>(OFFTOPIC_TURNS).fill(text) : [text],
  )
  const rows = turns.map((text) => readings[text]!)
  const classes = Int32Array.from(turns, (text) => (labels[text]! < 0 ? entries : labels[text]!))
  return {
    ...counted,
    regression: train(rows, classes, entries + 1, features, { epochs: passes(labels.length), onEpoch }),
  }
}

/** The evidence of a reading for every entry. */
export function look({ counts, regression, scope }: Scorers, reading: Reading): Evidence {
  const evidence = { ...weigh(counts, reading), scope: scopeOf(scope, reading) }
  return regression ? { ...evidence, logs: logProbabilities(regression, reading) } : evidence
}
