import type { Vector } from './features.ts'

/** An inverted index: for each feature the rows (entries or texts) that hold it and with which value. */
export interface Postings {
  readonly rows: number
  /** `starts[f]` to `starts[f + 1]` is feature f's part of the other two. */
  readonly starts: Int32Array
  readonly members: Int32Array
  readonly values: Float32Array
}

/** Turns vectors around: from "features of a row" to "rows of a feature". */
export function postingsOf(rows: readonly Vector[], features: number): Postings {
  const starts = new Int32Array(features + 1)
  for (const { ids } of rows) for (const id of ids) starts[id + 1]!++
  for (let id = 0; id < features; id++) starts[id + 1]! += starts[id]!
  const next = starts.slice(0, features)
  const members = new Int32Array(starts[features]!)
  const values = new Float32Array(starts[features]!)
  rows.forEach((row, index) => {
    row.ids.forEach((id, at) => {
      const place = next[id]!++
      members[place] = index
      values[place] = row.values[at]!
    })
  })
  return { rows: rows.length, starts, members, values }
}

/** Dot product of a vector with every row. */
export function dotProducts(postings: Postings, vector: Vector): Float32Array {
  const { starts, members, values } = postings
  const sums = new Float32Array(postings.rows)
  for (let at = 0; at < vector.ids.length; at++) {
    const id = vector.ids[at]!
    const from = starts[id]!
    const to = starts[id + 1]!
    const value = vector.values[at]!
    for (let place = from; place < to; place++) sums[members[place]!]! += value * values[place]!
  }
  return sums
}
