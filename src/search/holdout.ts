import type { Evidence } from './evidence.ts'
import type { Reading } from './features.ts'
import { caseOf, ENTRY_EVIDENCE, type Lesson, lessonOf, type Weights } from './judge.ts'
import { look, type Texts, trainedScorers } from './scorers.ts'
import { OFFTOPIC_SHARE } from './thresholds.ts'

/** Parts that the texts are dealt to; each is held out once. */
export const FOLDS = 3
/** Held-out texts that the judge learns from: more change nothing. */
const MOST_LESSONS = 4_000
/** Off-topic texts below which questions without their entry stand in for them. */
export const FEWEST_OFFTOPIC = 40
/** Weight of such a question beside the question itself. */
const TAKEN_AWAY = 0.15

/** A text and what scorers that have not seen it make of it. */
export interface HeldOut {
  /** Its place among the texts. */
  readonly text: number
  readonly reading: Reading
  readonly evidence: Evidence
}

/**
 * Every third of the texts in turn, scored by scorers that learned from the rest.
 *
 * @param most phrasings at most, drawn evenly; off-topic texts come all
 */
export function* heldOut(texts: Texts, most: number, onEpoch: () => void): Generator<HeldOut> {
  const { readings, labels } = texts
  const folds = foldsOf(labels)
  for (let fold = 0; fold < FOLDS; fold++) {
    const kept = [...labels.keys()].filter((text) => folds[text] !== fold)
    const held = [...labels.keys()].filter((text) => folds[text] === fold)
    const rest = {
      ...texts,
      readings: kept.map((text) => readings[text]!),
      labels: Int32Array.from(kept, (text) => labels[text]!),
    }
    const scorers = trainedScorers(rest, onEpoch)
    const absent = absentFeatures(rest)
    const phrasings = held.filter((text) => labels[text]! >= 0)
    const offtopic = held.filter((text) => labels[text]! < 0)
    for (const text of [...sample(phrasings, most / FOLDS), ...offtopic]) {
      const reading = without(readings[text]!, absent)
      yield { text, reading, evidence: look(scorers, reading) }
    }
  }
}

/**
 * What the judge learns from. A held-out phrasing teaches its entry, an off-topic text "none". Where there are hardly
 * any off-topic texts, a phrasing whose entry is taken away teaches "none" too, a little.
 */
export function heldOutLessons(texts: Texts, by: Weights, onEpoch: () => void): Lesson[] {
  const offtopic = texts.labels.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0)
  const takeAway = offtopic < FEWEST_OFFTOPIC && texts.entries > 1
  const lessons: Lesson[] = []
  for (const { text, reading, evidence } of heldOut(texts, MOST_LESSONS, onEpoch)) {
    const label = texts.labels[text]!
    lessons.push(lessonOf(caseOf(evidence, reading), label < 0 ? undefined : label, 1, by))
    if (takeAway && label >= 0)
      lessons.push({
        ...lessonOf(caseOf(takenAway(evidence, label), reading), undefined, TAKEN_AWAY, by),
        standsIn: true,
      })
  }
  return balanced(lessons)
}

/** Weighs the off-topic texts, which are few, as what they are among questions. */
function balanced(lessons: readonly Lesson[]): Lesson[] {
  const isOfftopic = (lesson: Lesson) =>
    !lesson.standsIn && lesson.right === lesson.entries.length / ENTRY_EVIDENCE.length
  const offtopic = lessons.filter(isOfftopic).length
  const weight = ((lessons.length - offtopic) * (OFFTOPIC_SHARE / (1 - OFFTOPIC_SHARE))) / offtopic
  return lessons.map((lesson) => (isOfftopic(lesson) ? { ...lesson, weight: Math.max(1, weight) } : lesson))
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

function absentFeatures({ readings, features }: Texts): Uint8Array {
  const absent = new Uint8Array(features).fill(1)
  for (const { ids } of readings) for (const id of ids) absent[id] = 0
  return absent
}

/** A held-out text as it would be read if its own words had not been counted: features of its own are unknown ones. */
function without(reading: Reading, absent: Uint8Array): Reading {
  const kept = (ids: Int32Array) => [...ids.keys()].filter((place) => absent[ids[place]!] === 0)
  const pick = (ids: Int32Array, values: Float32Array) => {
    const places = kept(ids)
    return {
      ids: Int32Array.from(places, (place) => ids[place]!),
      values: Float32Array.from(places, (place) => values[place]!),
    }
  }
  const vector = pick(reading.ids, reading.values)
  const lost = reading.stems.values.filter((_, place) => absent[reading.stems.ids[place]!] === 1)
  const sum = (list: Float32Array) => list.reduce((total, value) => total + value, 0)
  return {
    ...reading,
    ...vector,
    stems: pick(reading.stems.ids, reading.stems.values),
    known: vector.values.reduce((total, value) => total + value * value, 0),
    strange: reading.strange + sum(lost),
    strangeContent: reading.strangeContent + sum(lost.filter((weight) => weight >= 1)),
  }
}

/** The evidence as if an entry were not there; the regression's probability goes to the others. */
function takenAway(evidence: Evidence, entry: number): Evidence {
  const silenced = (values: Float32Array) => values.map((value, at) => (at === entry ? 0 : value))
  const { centroid, bm25, covered, logs } = evidence
  const rest = { ...evidence, centroid: silenced(centroid), bm25: silenced(bm25), covered: silenced(covered) }
  if (!logs) return rest
  const lift = Math.log(Math.max(1e-3, 1 - Math.exp(logs[entry]!)))
  return { ...rest, logs: logs.map((log, at) => (at === entry ? Number.NEGATIVE_INFINITY : log - lift)) }
}
