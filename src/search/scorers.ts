import { type Counts, count, type Evidence, weigh } from './evidence.ts'
import type { Reading, Vector } from './features.ts'
import { logProbabilities, type Regression, train } from './regression.ts'
import { scopeOf, trainScope } from './scope.ts'

/** What scores a question; plain data. */
export interface Scorers {
  readonly counts: Counts
  /** Missing before training, and above `LARGEST_TRAINED`. */
  readonly regression?: Regression
  /** Row of the regression's weights for each feature, -1 for those without. */
  readonly rowOf?: Int32Array
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

/** Weights above which no regression is trained: a byte each, and seconds per pass. */
const LARGEST_TRAINED = 30_000_000
/** Passes of the regression over the texts: at least five, and as many as it takes to see this many texts. */
const FEWEST_PASSES = 5
const MOST_PASSES = 12
const TEXTS_SEEN = 6_000
/** How often an off-topic text comes in a pass: they are few and of many kinds. */
const OFFTOPIC_TURNS = 3

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
  const { readings, labels, entries } = texts
  const rowOf = rowsOfRepeated(texts)
  const rows = rowOf.reduce((most, row) => Math.max(most, row + 1), 0)
  if (entries === 0 || rows * (entries + 1) > LARGEST_TRAINED) return counted
  const turns = [...labels.keys()].flatMap((text) =>
    labels[text]! < 0 ? new Array<number>(OFFTOPIC_TURNS).fill(text) : [text],
  )
  const vectors = readings.map((reading) => renamed(reading, rowOf))
  const regression = train(
    turns.map((text) => vectors[text]!),
    Int32Array.from(turns, (text) => (labels[text]! < 0 ? entries : labels[text]!)),
    entries + 1,
    rows,
    { epochs: passes(labels.length), onEpoch },
  )
  return { ...counted, regression, rowOf }
}

/**
 * A row of weights for each feature that two texts have, -1 for the others: a feature of one text tells that text
 * apart and nothing about another one, and most features are such.
 */
function rowsOfRepeated({ readings, features }: Texts): Int32Array {
  const holders = new Int32Array(features)
  for (const { ids } of readings) for (const id of ids) holders[id]!++
  let rows = 0
  return holders.map((count) => (count > 1 ? rows++ : -1))
}

function renamed({ ids, values }: Vector, rowOf: Int32Array): Vector {
  const rows = new Int32Array(ids.length)
  const kept = new Float32Array(ids.length)
  let size = 0
  for (let at = 0; at < ids.length; at++) {
    const row = rowOf[ids[at]!]!
    if (row < 0) continue
    rows[size] = row
    kept[size++] = values[at]!
  }
  return { ids: rows.subarray(0, size), values: kept.subarray(0, size) }
}

/** The evidence of a reading for every entry. */
export function look({ counts, regression, rowOf, scope }: Scorers, reading: Reading): Evidence {
  const evidence = { ...weigh(counts, reading), scope: scopeOf(scope, reading) }
  return regression && rowOf
    ? { ...evidence, logs: logProbabilities(regression, renamed(reading, rowOf)) }
    : evidence
}
