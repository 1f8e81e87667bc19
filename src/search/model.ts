import { words } from '../language/normalise.ts'
import { type Counts, count, weigh } from './evidence.ts'
import { FeatureSpace, type Reading } from './features.ts'
import { caseOf, fitWeights, type Lesson, lessonOf, probabilities, type Weights } from './judge.ts'
import { logProbabilities, type Regression, train } from './regression.ts'
import { PRIOR, PRIOR_THRESHOLDS, type Thresholds, thresholdsOf } from './thresholds.ts'

/** One entry as the search sees it. */
export interface SearchEntry {
  readonly id: string
  /** The question first, then every phrasing. */
  readonly texts: readonly string[]
}

/** What one language's search is built from. */
export interface SearchContent {
  readonly locale: string
  readonly entries: readonly SearchEntry[]
  /** What people also write that no entry answers. */
  readonly offtopic: readonly string[]
}

/** Everything the search of one language needs; plain data that can be stored and sent between threads. */
export interface Model {
  readonly locale: string
  readonly entries: readonly string[]
  readonly names: readonly string[]
  readonly idf: Float32Array
  /** Number of texts that it was built from. */
  readonly texts: number
  readonly counts: Counts
  /** Missing in the quick model that serves until the training is done, and above `LARGEST_TRAINED`. */
  readonly regression?: Regression
  readonly weights: Weights
  readonly thresholds: Thresholds
  /** Distinct words of the entries, for the lexicon. */
  readonly vocabulary: readonly string[]
}

/** Features times classes above which no regression is trained: a byte each, and a second per pass. */
export const LARGEST_TRAINED = 60_000_000
const EPOCHS = 5
const FOLDS = 3
/** Held-out texts that the judge learns from. */
const MOST_LESSONS = 4_000

interface Prepared {
  readonly content: SearchContent
  readonly space: FeatureSpace
  readonly readings: readonly Reading[]
  readonly labels: Int32Array
  readonly vocabulary: readonly string[]
}

function prepare(content: SearchContent): Prepared {
  const texts: string[][] = []
  const labels: number[] = []
  const vocabulary = new Set<string>()
  const seen = new Set<string>()
  const take = (text: string, label: number) => {
    const list = words(text)
    const key = `${label} ${list.join(' ')}`
    if (list.length === 0 || seen.has(key)) return
    seen.add(key)
    texts.push(list)
    labels.push(label)
    if (label >= 0) for (const word of list) vocabulary.add(word)
  }
  content.entries.forEach((entry, label) => {
    for (const text of entry.texts) take(text, label)
  })
  for (const text of content.offtopic) take(text, -1)
  const space = FeatureSpace.build(content.locale, texts)
  const readings = texts.map((list) => space.read(list.map((word) => ({ word, weight: 1 }))))
  return { content, space, readings, labels: Int32Array.from(labels), vocabulary: [...vocabulary] }
}

function modelOf(prepared: Prepared, counts: Counts, judge: Pick<Model, 'weights' | 'thresholds'>): Model {
  const { content, space, vocabulary } = prepared
  return {
    locale: content.locale,
    entries: content.entries.map(({ id }) => id),
    names: space.names(),
    idf: space.idf,
    texts: space.texts,
    counts,
    vocabulary,
    ...judge,
  }
}

const countAll = ({ readings, labels, content, space }: Prepared): Counts =>
  count(readings, labels, content.entries.length, space.size)

/** A model without training, ready in a fraction of a second; its judge is the prior. */
export function quickModel(content: SearchContent): Model {
  const prepared = prepare(content)
  return modelOf(prepared, countAll(prepared), { weights: PRIOR.quick, thresholds: PRIOR_THRESHOLDS })
}

/**
 * The full model: regression, and a judge that is fitted to this content by holding out a third of the texts at a time.
 *
 * @param onProgress called with the share that is done, 0 to 1
 */
export function trainedModel(content: SearchContent, onProgress: (done: number) => void = () => {}): Model {
  const prepared = prepare(content)
  const { space, readings, labels } = prepared
  const entries = content.entries.length
  const trains = entries > 0 && space.size * (entries + 1) <= LARGEST_TRAINED
  const steps = trains ? EPOCHS * (FOLDS + 1) : FOLDS
  let step = 0
  const onStep = () => onProgress(++step / steps)
  const learn = (rows: readonly Reading[], of: Int32Array): Regression | undefined =>
    trains
      ? train(
          rows,
          of.map((label) => (label < 0 ? entries : label)),
          entries + 1,
          space.size,
          {
            epochs: EPOCHS,
            onEpoch: onStep,
          },
        )
      : undefined
  const prior = trains ? PRIOR.trained : PRIOR.quick
  const lessons: Lesson[] = []
  const folds = foldsOf(labels)
  for (let fold = 0; fold < FOLDS; fold++) {
    const kept = readings.flatMap((_, text) => (folds[text] === fold ? [] : [text]))
    const held = readings.flatMap((_, text) => (folds[text] === fold ? [text] : []))
    const rows = kept.map((text) => readings[text]!)
    const of = Int32Array.from(kept, (text) => labels[text]!)
    const counts = count(rows, of, entries, space.size)
    const regression = learn(rows, of)
    const absent = absentFeatures(rows, space.size)
    for (const text of sample(held, MOST_LESSONS / FOLDS)) {
      const reading = without(readings[text]!, absent)
      const logs = regression && logProbabilities(regression, reading)
      lessons.push(...lessonsOf(reading, labels[text]!, counts, logs, prior))
    }
    if (!trains) onStep()
  }
  const weights = fitWeights(lessons, prior)
  const regression = learn(readings, labels)
  const model = modelOf(prepared, countAll(prepared), { weights, thresholds: thresholdsOf(lessons, weights) })
  return regression ? { ...model, regression } : model
}

/** Deals each entry's texts to the folds in turn, the off-topic texts too. */
function foldsOf(labels: Int32Array): Int32Array {
  const dealt = new Map<number, number>()
  return labels.map((label) => {
    const next = dealt.get(label) ?? 0
    dealt.set(label, next + 1)
    return next % FOLDS
  })
}

function sample(texts: readonly number[], most: number): readonly number[] {
  if (texts.length <= most) return texts
  const stride = texts.length / most
  return Array.from({ length: Math.floor(most) }, (_, place) => texts[Math.floor(place * stride)]!)
}

function absentFeatures(rows: readonly Reading[], features: number): Uint8Array {
  const absent = new Uint8Array(features).fill(1)
  for (const { ids } of rows) for (const id of ids) absent[id] = 0
  return absent
}

/** A held-out text as it would be read if its own words had not been counted: features of its own are unknown ones. */
function without(reading: Reading, absent: Uint8Array): Reading {
  const kept = (place: number, ids: Int32Array) => absent[ids[place]!] === 0
  const ids = reading.ids.filter((_, place) => kept(place, reading.ids))
  const values = reading.values.filter((_, place) => kept(place, reading.ids))
  const stems = {
    ids: reading.stems.ids.filter((_, place) => kept(place, reading.stems.ids)),
    values: reading.stems.values.filter((_, place) => kept(place, reading.stems.ids)),
  }
  const lost = reading.stems.values.filter((_, place) => !kept(place, reading.stems.ids))
  const sum = (list: Float32Array) => list.reduce((total, value) => total + value, 0)
  return {
    ...reading,
    ids,
    values,
    stems,
    known: values.reduce((total, value) => total + value * value, 0),
    strange: reading.strange + sum(lost),
    strangeContent: reading.strangeContent + sum(lost.filter((weight) => weight >= 1)),
  }
}

/** Share of a lesson about a question whose entry is taken away, beside the question itself. */
const TAKEN_AWAY = 0.15

/**
 * What a held-out text teaches: a phrasing its entry, an off-topic text "none"; and a phrasing whose entry is taken away
 * "none" too, a little, since its neighbours are the likeliest wrong answers.
 */
function lessonsOf(
  reading: Reading,
  label: number,
  counts: Counts,
  logs: Float32Array | undefined,
  by: Weights,
): Lesson[] {
  const seen = caseOf(weigh(counts, reading), reading, logs)
  if (label < 0) return [lessonOf(seen, undefined, 1, by)]
  const lesson = lessonOf(seen, label, 1, by)
  if (counts.entries < 2) return [lesson]
  const evidence = weigh(counts, reading)
  for (const kind of ['centroid', 'bm25', 'covered'] as const) evidence[kind][label] = 0
  const rest = logs?.slice()
  if (rest) {
    const lift = Math.log(Math.max(1e-3, 1 - Math.exp(rest[label]!)))
    for (let c = 0; c < rest.length; c++) rest[c]! -= lift
    rest[label] = Number.NEGATIVE_INFINITY
  }
  const taken = caseOf(evidence, reading, rest)
  return [lesson, lessonOf(taken, undefined, TAKEN_AWAY, by)]
}

/** The judge's view of one reading under a model: probabilities of the entries and, last, of none. */
export function judged(
  model: Model,
  reading: Reading,
): { chances: Float64Array; evidence: ReturnType<typeof weigh>; logs?: Float32Array } {
  const evidence = weigh(model.counts, reading)
  const logs = model.regression && logProbabilities(model.regression, reading)
  const chances = probabilities(caseOf(evidence, reading, logs), model.weights)
  return logs ? { chances, evidence, logs } : { chances, evidence }
}
