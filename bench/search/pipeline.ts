import { words } from '../../src/language/normalise.ts'
import { isStopWord, stem } from '../../src/language/stem.ts'
import { Lexicon } from '../../src/search/lexicon.ts'
import { type Engine, Skipped } from './engines.ts'

/*
 * The baseline that ours has to beat: TF-IDF of stems, stem pairs and character 2- to 5-grams of words, kernel ridge
 * (λ 0.3) + 0.6 × centroid cosine + 0.3 × normalised BM25 of the pooled entry, stop words × 0.6, unknown words keep their
 * share of the norm, Fuse as fuzzy lexicon before it. Its confidence is its score.
 */

const LAMBDA = 0.3
const CENTROID = 0.6
const BM25 = 0.3
const STOP = 0.6
/** Texts above which the ridge takes minutes: its time grows with their cube. */
const MOST_TEXTS = 2_500

type Sparse = Map<number, number>

export const pipeline: Engine = async ({ lang, entries }) => {
  const texts = entries.flatMap((entry, label) => entry.texts.map((text) => ({ words: words(text), label })))
  if (texts.length > MOST_TEXTS) throw new Skipped(`kernel ridge over ${texts.length} texts takes minutes`)
  const ids = new Map<string, number>()
  const df: number[] = []
  for (const text of texts)
    for (const name of featuresOf(weighed(text.words), lang).keys()) {
      const id = ids.get(name) ?? ids.size
      ids.set(name, id)
      df[id] = (df[id] ?? 0) + 1
    }
  const idf = (count: number) => Math.log((1 + texts.length) / (1 + count)) + 1
  const vectorOf = (list: readonly { word: string; weight: number }[]): Sparse => {
    const vector: Sparse = new Map()
    let norm = 0
    for (const [name, tf] of featuresOf(list, lang)) {
      const id = ids.get(name)
      const value = (tf > 1 ? 1 + Math.log(tf) : tf) * idf(id === undefined ? 0 : df[id]!)
      norm += value * value
      if (id !== undefined) vector.set(id, value)
    }
    for (const [id, value] of vector) vector.set(id, value / Math.sqrt(norm))
    return vector
  }
  const vectors = texts.map((text) => vectorOf(weighed(text.words)))
  const labels = texts.map(({ label }) => label)
  const classes = entries.length
  const ridge = ridgeWeights(vectors, labels, classes, ids.size)
  const centroid = centroidWeights(vectors, labels, classes, ids.size)
  const bm25 = bm25Of(texts, lang, classes)
  const lexicon = new Lexicon([...new Set(texts.flatMap((text) => text.words))], (word) =>
    ids.has(`s${stem(word, lang)}`),
  )
  return (text) => {
    const list = lexicon.correct(words(text)).words
    const scores = new Float64Array(classes)
    for (const [id, value] of vectorOf(list))
      for (let c = 0; c < classes; c++)
        scores[c]! += value * (ridge[id * classes + c]! + CENTROID * centroid[id * classes + c]!)
    const pooled = bm25(list)
    const highest = pooled.reduce((a, b) => Math.max(a, b), 1e-9)
    return entries
      .map(({ id }, c) => ({ id, score: scores[c]! + (BM25 * pooled[c]!) / highest }))
      .sort((a, b) => b.score - a.score)
      .slice(0, 8)
  }
}

const weighed = (list: readonly string[]) => list.map((word) => ({ word, weight: 1 }))

function featuresOf(list: readonly { word: string; weight: number }[], lang: string): Map<string, number> {
  const features = new Map<string, number>()
  const add = (name: string, weight: number) => features.set(name, (features.get(name) ?? 0) + weight)
  let last = ''
  for (const { word, weight } of list) {
    const root = stem(word, lang)
    const scale = weight * (isStopWord(word, lang) ? STOP : 1)
    add(`s${root}`, scale)
    if (last) add(`p${last} ${root}`, scale)
    last = root
    const padded = `<${word.slice(0, 32)}>`
    for (let size = 2; size <= 5; size++)
      for (let at = 0; at + size <= padded.length; at++) add(`g${padded.slice(at, at + size)}`, scale)
  }
  return features
}

/** Weights of (K + λI)⁻¹Y in the space of features, K the texts' dot products, by Cholesky. */
function ridgeWeights(
  vectors: readonly Sparse[],
  labels: readonly number[],
  classes: number,
  features: number,
): Float32Array {
  const size = vectors.length
  const holders: [number, number][][] = Array.from({ length: features }, () => [])
  vectors.forEach((vector, row) => {
    for (const [id, value] of vector) holders[id]!.push([row, value])
  })
  const kernel = new Float64Array(size * size)
  for (const list of holders)
    for (let a = 0; a < list.length; a++)
      for (let b = 0; b <= a; b++) kernel[list[a]![0] * size + list[b]![0]]! += list[a]![1] * list[b]![1]
  for (let row = 0; row < size; row++) kernel[row * size + row]! += LAMBDA
  const dual = new Float64Array(size * classes)
  labels.forEach((label, row) => {
    dual[row * classes + label] = 1
  })
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = kernel[i * size + j]!
      for (let k = 0; k < j; k++) sum -= kernel[i * size + k]! * kernel[j * size + k]!
      kernel[i * size + j] = i === j ? Math.sqrt(sum) : sum / kernel[j * size + j]!
    }
    substitute(dual, i, classes, kernel[i * size + i]!, 0, i, (k) => kernel[i * size + k]!)
  }
  for (let i = size - 1; i >= 0; i--)
    substitute(dual, i, classes, kernel[i * size + i]!, i + 1, size, (k) => kernel[k * size + i]!)
  const weights = new Float32Array(features * classes)
  vectors.forEach((vector, row) => {
    for (const [id, value] of vector)
      for (let c = 0; c < classes; c++) weights[id * classes + c]! += value * dual[row * classes + c]!
  })
  return weights
}

function substitute(
  dual: Float64Array,
  row: number,
  classes: number,
  pivot: number,
  from: number,
  to: number,
  factorOf: (k: number) => number,
): void {
  for (let k = from; k < to; k++) {
    const factor = factorOf(k)
    if (factor !== 0)
      for (let c = 0; c < classes; c++) dual[row * classes + c]! -= factor * dual[k * classes + c]!
  }
  for (let c = 0; c < classes; c++) dual[row * classes + c]! /= pivot
}

function centroidWeights(
  vectors: readonly Sparse[],
  labels: readonly number[],
  classes: number,
  features: number,
): Float32Array {
  const weights = new Float32Array(features * classes)
  const norms = new Float64Array(classes)
  vectors.forEach((vector, row) => {
    for (const [id, value] of vector) weights[id * classes + labels[row]!]! += value
  })
  weights.forEach((value, at) => {
    norms[at % classes]! += value * value
  })
  return weights.map((value, at) => value / Math.sqrt(norms[at % classes]! || 1))
}

function bm25Of(
  texts: readonly { words: readonly string[]; label: number }[],
  lang: string,
  classes: number,
) {
  const holders = new Map<string, Map<number, number>>()
  const lengths = new Float64Array(classes)
  for (const { words: list, label } of texts)
    for (const word of list) {
      const root = stem(word, lang)
      const counts = holders.get(root) ?? new Map<number, number>()
      counts.set(label, (counts.get(label) ?? 0) + 1)
      holders.set(root, counts)
      lengths[label]!++
    }
  const mean = lengths.reduce((a, b) => a + b, 0) / classes
  return (list: readonly { word: string; weight: number }[]): Float64Array => {
    const scores = new Float64Array(classes)
    for (const { word, weight } of list) {
      const counts = holders.get(stem(word, lang))
      if (!counts) continue
      const idf = Math.log(1 + (classes - counts.size + 0.5) / (counts.size + 0.5))
      const scale = weight * idf * (isStopWord(word, lang) ? STOP : 1)
      for (const [c, tf] of counts)
        scores[c]! += (scale * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * lengths[c]!) / mean))
    }
    return scores
  }
}
