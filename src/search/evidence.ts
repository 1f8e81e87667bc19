import type { Reading, Vector } from './features.ts'
import { dotProducts, type Postings, postingsOf } from './postings.ts'

/** What speaks for each entry, one number per entry in every array. */
export interface Evidence {
  /** Cosine between the text and the sum of the entry's texts. */
  readonly centroid: Float32Array
  /** BM25 of the entry's pooled texts, as a share of what the question could reach, 0 to 1. */
  readonly bm25: Float32Array
  /** Share of the weight of the question's stems that the entry's texts hold, 0 to 1. */
  readonly covered: Float32Array
  /** How typical of off-topic texts that word is, of those that the entry does not hold, which is most so; log-odds. */
  readonly foreign: Float32Array
  /** Cosine of the nearest off-topic text; 0 without any. */
  readonly offtopic: number
  /** Log-odds that the text asks for some entry; 0 without off-topic texts. */
  readonly scope: number
  /** Log-probabilities of the regression, the entries' and last that of off-topic; missing before training. */
  readonly logs?: Float32Array
}

/** BM25's usual constants (S. Robertson and H. Zaragoza 2009, "The probabilistic relevance framework: BM25 and beyond"). */
const K1 = 1.2
const B = 0.75

/** Everything that can be counted without training; stored and sent between threads as it is. */
export interface Counts {
  readonly entries: number
  readonly centroids: Postings
  readonly words: Postings
  /** Weight of each stem over entries; 0 for other features. */
  readonly rarity: Float32Array
  readonly strangeRarity: number
  readonly offtopic: Postings
  /** Log-odds that a text with this stem is off-topic, both kinds of text counting alike; 0 where it speaks for entries. */
  readonly foreign: Float32Array
}

/** Counts texts that have been read, each with its entry's index or -1 for off-topic. */
export function count(
  readings: readonly Reading[],
  labels: Int32Array,
  entries: number,
  features: number,
): Counts {
  const sums = Array.from({ length: entries }, () => new Map<number, number>())
  const bags = Array.from({ length: entries }, () => new Map<number, number>())
  const lengths = new Float64Array(entries)
  readings.forEach((reading, text) => {
    const entry = labels[text]!
    if (entry < 0) return
    addTo(sums[entry]!, reading)
    addTo(bags[entry]!, reading.stems)
    for (const weight of reading.stems.values) lengths[entry]! += weight
  })
  const mean = lengths.reduce((sum, length) => sum + length, 0) / (entries || 1) || 1
  const holders = new Int32Array(features)
  for (const bag of bags) for (const id of bag.keys()) holders[id]!++
  const rarity = Float32Array.from(holders, (df) => (df > 0 ? rarityOf(df, entries) : 0))
  const saturated = bags.map((bag, entry) => {
    const brake = K1 * (1 - B + (B * lengths[entry]!) / mean)
    return vectorOf(bag, (id, tf) => (rarity[id]! * tf * (K1 + 1)) / (tf + brake))
  })
  return {
    entries,
    centroids: postingsOf(sums.map(normalised), features),
    words: postingsOf(saturated, features),
    rarity,
    strangeRarity: rarityOf(0, entries),
    offtopic: postingsOf(
      readings.filter((_, text) => labels[text]! < 0),
      features,
    ),
    foreign: foreignStems(readings, labels, features),
  }
}

const rarityOf = (df: number, entries: number): number => Math.log(1 + (entries - df + 0.5) / (df + 0.5))

function foreignStems(readings: readonly Reading[], labels: Int32Array, features: number): Float32Array {
  const inside = new Int32Array(features)
  const outside = new Int32Array(features)
  let texts = 0
  readings.forEach(({ stems }, text) => {
    const offtopic = labels[text]! < 0
    if (offtopic) texts++
    for (const id of stems.ids) (offtopic ? outside : inside)[id]!++
  })
  const log = Math.log((labels.length - texts + 1) / (texts + 1))
  return Float32Array.from(outside, (count, id) =>
    count === 0 ? 0 : Math.max(0, Math.log((count + 0.5) / (inside[id]! + 0.5)) + log),
  )
}

/** The evidence that is counted rather than learned. */
export function weigh(counts: Counts, reading: Reading): Omit<Evidence, 'scope' | 'logs'> {
  const offtopic = dotProducts(counts.offtopic, reading).reduce((a, b) => Math.max(a, b), 0)
  return { centroid: dotProducts(counts.centroids, reading), ...weighWords(counts, reading), offtopic }
}

function weighWords(
  counts: Counts,
  { stems, strange }: Reading,
): Pick<Evidence, 'bm25' | 'covered' | 'foreign'> {
  const bm25 = dotProducts(counts.words, stems)
  const covered = new Float32Array(counts.entries)
  const foreign = new Float32Array(counts.entries)
  const holds = new Uint8Array(counts.entries)
  let total = strange * counts.strangeRarity
  stems.ids.forEach((id, at) => {
    // a stem that only off-topic texts hold is as strange to the entries as an unknown one
    const weight = stems.values[at]! * (counts.rarity[id]! || counts.strangeRarity)
    total += weight
    holds.fill(0)
    for (let place = counts.words.starts[id]!; place < counts.words.starts[id + 1]!; place++) {
      covered[counts.words.members[place]!]! += weight
      holds[counts.words.members[place]!] = 1
    }
    const odds = counts.foreign[id]!
    if (odds > 0)
      for (let entry = 0; entry < counts.entries; entry++)
        if (holds[entry] === 0 && foreign[entry]! < odds) foreign[entry] = odds
  })
  if (total > 0)
    for (let entry = 0; entry < counts.entries; entry++) {
      bm25[entry]! /= total * (K1 + 1)
      covered[entry]! /= total
    }
  return { bm25, covered, foreign }
}

function addTo(sum: Map<number, number>, { ids, values }: Vector): void {
  for (let at = 0; at < ids.length; at++) sum.set(ids[at]!, (sum.get(ids[at]!) ?? 0) + values[at]!)
}

function vectorOf(sum: ReadonlyMap<number, number>, value: (id: number, sum: number) => number): Vector {
  const ids = Int32Array.from(sum.keys())
  return { ids, values: Float32Array.from(ids, (id) => value(id, sum.get(id)!)) }
}

function normalised(sum: ReadonlyMap<number, number>): Vector {
  let norm = 0
  for (const value of sum.values()) norm += value * value
  const scale = norm > 0 ? 1 / Math.sqrt(norm) : 0
  return vectorOf(sum, (_, value) => value * scale)
}
