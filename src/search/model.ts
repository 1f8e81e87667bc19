import { words } from '../language/normalise.ts'
import { FeatureSpace } from './features.ts'
import { FEWEST_OFFTOPIC, FOLDS, heldOutLessons } from './holdout.ts'
import { fitGate, fitWeights, type Weights } from './judge.ts'
import { NameKinds, type Names } from './names.ts'
import { countedScorers, passes, type Scorers, type Texts, trainedScorers } from './scorers.ts'
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
  /** Names of places by kind; a name that no text holds is understood by its kind. */
  readonly names?: Names
}

/** Everything the search of one language needs; plain data that can be stored and sent between threads. */
export interface Model {
  readonly locale: string
  readonly entries: readonly string[]
  readonly names: readonly string[]
  /** Names of places by kind, as people write them. */
  readonly placeNames: Names
  readonly idf: Float32Array
  /** Number of texts that it was built from. */
  readonly texts: number
  readonly scorers: Scorers
  readonly weights: Weights
  /** Decides whether any entry answers; missing before training and where there are hardly any off-topic texts. */
  readonly gate?: Weights
  readonly thresholds: Thresholds
  /** Distinct words of the entries, for the lexicon. */
  readonly vocabulary: readonly string[]
}

/** A language's content, read. */
export interface Prepared {
  readonly content: SearchContent
  readonly space: FeatureSpace
  readonly texts: Texts
  /** The texts as they were written, in the same order. */
  readonly written: readonly string[]
  readonly vocabulary: readonly string[]
}

/** Reads the texts of a language: each once, those without words not at all. */
export function prepare(content: SearchContent): Prepared {
  const texts: string[][] = []
  const written: string[] = []
  const labels: number[] = []
  const vocabulary = new Set<string>()
  const seen = new Set<string>()
  const take = (text: string, label: number) => {
    const list = words(text)
    const key = `${label} ${list.join(' ')}`
    if (list.length === 0 || seen.has(key)) return
    seen.add(key)
    texts.push(list)
    written.push(text)
    labels.push(label)
    if (label >= 0) for (const word of list) vocabulary.add(word)
  }
  content.entries.forEach((entry, label) => {
    for (const text of entry.texts) take(text, label)
  })
  for (const text of content.offtopic) take(text, -1)
  const kinds = new NameKinds(content.locale, content.names ?? {})
  const space = FeatureSpace.build(content.locale, texts, kinds)
  const readings = texts.map((list) => space.read(list.map((word) => ({ word, weight: 1 }))))
  return {
    content,
    space,
    texts: {
      readings,
      labels: Int32Array.from(labels),
      entries: content.entries.length,
      features: space.size,
    },
    written,
    vocabulary: [...vocabulary],
  }
}

function modelOf(
  { content, space, vocabulary }: Prepared,
  scorers: Scorers,
  judge: Pick<Model, 'weights' | 'gate' | 'thresholds'>,
): Model {
  return {
    locale: content.locale,
    entries: content.entries.map(({ id }) => id),
    names: space.names(),
    placeNames: content.names ?? {},
    idf: space.idf,
    texts: space.texts,
    scorers,
    vocabulary,
    ...judge,
  }
}

/** A model without training, ready in a fraction of a second; its judge is the prior. */
export function quickModel(content: SearchContent): Model {
  const prepared = prepare(content)
  return modelOf(prepared, countedScorers(prepared.texts), {
    weights: PRIOR.quick,
    thresholds: PRIOR_THRESHOLDS,
  })
}

/**
 * The full model: regression, and a judge that is fitted to this content by holding out a third of the texts at a time.
 *
 * @param onProgress called with the share that is done, 0 to 1
 */
export function trainedModel(content: SearchContent, onProgress: (done: number) => void = () => {}): Model {
  const prepared = prepare(content)
  const all = prepared.texts.labels.length
  const steps = FOLDS * passes((all * (FOLDS - 1)) / FOLDS) + passes(all)
  let step = 0
  const onEpoch = () => onProgress(Math.min(1, ++step / steps))
  const scorers = trainedScorers(prepared.texts, onEpoch)
  const prior = scorers.regression ? PRIOR.trained : PRIOR.quick
  const lessons = heldOutLessons(prepared.texts, prior, onEpoch)
  const weights = fitWeights(lessons, prior)
  const gate = content.offtopic.length >= FEWEST_OFFTOPIC ? fitGate(lessons, weights) : undefined
  return modelOf(prepared, scorers, {
    weights,
    ...(gate ? { gate } : {}),
    thresholds: thresholdsOf(lessons, weights, gate),
  })
}
