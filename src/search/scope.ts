import type { Vector } from './features.ts'
import { generator, shuffle } from './regression.ts'

/** The same settings as for the regression over entries, for the same reasons, in fewer passes: only two classes. */
const LENGTH = 1.5
const FIRST_RATE = 1
const LAST_RATE = 0.05
const EPOCHS = 3

/**
 * Weights that tell texts of entries from off-topic ones: a logistic regression with two classes in which both sides
 * count alike, however few off-topic texts there are. It sees what all entries have in common, which the regression
 * over entries cannot. Deterministic.
 *
 * @param labels the entry of each row; below 0 for off-topic ones
 */
export function trainScope(rows: readonly Vector[], labels: Int32Array, features: number): Float32Array {
  const weights = new Float32Array(features)
  const offtopic = labels.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0)
  if (offtopic === 0 || offtopic === labels.length) return weights
  const turns = Math.max(1, Math.round((labels.length - offtopic) / offtopic))
  const order = Int32Array.from(
    [...labels.keys()].flatMap((row) => (labels[row]! < 0 ? new Array<number>(turns).fill(row) : [row])),
  )
  const random = generator(5)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random)
    const rate = FIRST_RATE + ((LAST_RATE - FIRST_RATE) * epoch) / EPOCHS
    for (const row of order) {
      const { ids, values } = rows[row]!
      const error = 1 / (1 + Math.exp(-LENGTH * dot(weights, rows[row]!))) - (labels[row]! < 0 ? 0 : 1)
      for (let at = 0; at < ids.length; at++) weights[ids[at]!]! -= rate * error * LENGTH * values[at]!
    }
  }
  return weights
}

/** Log-odds that a vector is a text of some entry. */
export const scopeOf = (weights: Float32Array, vector: Vector): number => LENGTH * dot(weights, vector)

function dot(weights: Float32Array, { ids, values }: Vector): number {
  let sum = 0
  for (let at = 0; at < ids.length; at++) sum += weights[ids[at]!]! * values[at]!
  return sum
}
