import { fold } from '../language/normalise.ts'
import type { Evidence } from './evidence.ts'
import { FeatureSpace, type Reading } from './features.ts'
import { caseOf, likeliest, probabilities } from './judge.ts'
import { Lexicon } from './lexicon.ts'
import type { Model } from './model.ts'
import { NameKinds } from './names.ts'
import { look } from './scorers.ts'
import type { Match, SearchResult } from './search.ts'
import { windowsOf } from './windows.ts'

type Found = Omit<SearchResult, 'locale' | 'matches' | 'also'> & {
  readonly matches: readonly Omit<Match, 'locale'>[]
  readonly also: readonly string[]
}

interface Judged {
  readonly chances: Float64Array
  readonly evidence: Evidence
}

const KEPT = 8
const MOST_WORDS = 90
/** A sentence counts as a question of its own from this confidence. */
const SURE = 0.6
const WORD = /[\p{L}\p{M}\p{N}]+/gu

/** The search of one language over its model. */
export class LanguageIndex {
  readonly #model: Model
  readonly #space: FeatureSpace
  readonly #lexicon: Lexicon

  constructor(model: Model) {
    this.#model = model
    const kinds = new NameKinds(model.locale, model.placeNames)
    this.#space = new FeatureSpace(model.locale, model.names, model.idf, model.texts, kinds)
    this.#lexicon = new Lexicon(model.vocabulary, (word) => this.#space.knows(word))
  }

  find(text: string): Found {
    const model = this.#model
    const normalised = fold(text)
    const { words, corrections } = this.#lexicon.correct(beginningAndEnd(normalised.match(WORD) ?? []))
    const explanation = {
      normalised,
      corrections,
      thresholds: model.thresholds,
      trained: Boolean(model.scorers.regression),
    }
    if (words.length === 0 || model.entries.length === 0)
      return { verdict: 'none', matches: [], also: [], explanation: { ...explanation, none: 1, kinds: [] } }
    const reading = this.#space.read(words)
    const whole = this.#judge(reading)
    const windows = windowsOf(normalised).map((window) =>
      this.#judge(this.#space.read(this.#lexicon.correct(window.match(WORD) ?? [], 0).words)),
    )
    const order = likeliest(whole.chances, KEPT)
    const best = order[0]!
    const support = supportOf(best, whole, windows)
    const matches = order.map((entry) => ({
      entry: model.entries[entry]!,
      confidence: entry === best ? support.confidence : Math.min(whole.chances[entry]!, support.confidence),
      parts: partsOf(whole, entry),
    }))
    const least = model.thresholds
    const three = matches.slice(0, 3).reduce((sum, { confidence }) => sum + confidence, 0)
    const verdict =
      matches[0]!.confidence >= least.answer && support.any >= least.sure
        ? 'answer'
        : three >= least.choose && support.any >= least.any
          ? 'choose'
          : 'none'
    return {
      verdict,
      matches,
      also: this.#others(windows, best),
      explanation: { ...explanation, none: whole.chances.at(-1)!, kinds: reading.kinds },
    }
  }

  #judge(reading: Reading): Judged {
    const { scorers, weights, gate } = this.#model
    const evidence = look(scorers, reading)
    return { chances: probabilities(caseOf(evidence, reading), weights, gate), evidence }
  }

  /** Entries that single sentences ask for surely, other than the best of the whole text. */
  #others(windows: readonly Judged[], best: number): string[] {
    const entries = new Set<number>()
    for (const { chances } of windows)
      for (let entry = 0; entry < this.#model.entries.length; entry++)
        if (entry !== best && chances[entry]! >= SURE) entries.add(entry)
    return [...entries].slice(0, 3).map((entry) => this.#model.entries[entry]!)
  }

  size(): { entries: number; texts: number; bytes: number; trained: boolean } {
    const { idf, names } = this.#model
    const { counts, regression, rowOf, scope } = this.#model.scorers
    const postings = [counts.centroids, counts.words, counts.offtopic]
    const arrays = [
      idf,
      scope,
      counts.rarity,
      ...postings.flatMap(({ starts, members, values }) => [starts, members, values]),
    ]
    const trained = regression ? [regression.weights, regression.scales, rowOf!] : []
    return {
      entries: this.#model.entries.length,
      texts: this.#model.texts,
      bytes: [...arrays, ...trained].reduce((sum, { byteLength }) => sum + byteLength, 0) + names.length * 60,
      trained: Boolean(regression),
    }
  }
}

/** What a sentence's own probability counts against the whole text's: it lacks the other sentences' context. */
const WINDOW_TRUST = 0.9
/** Below this chance that the whole is ours no sentence speaks for it: orders to the bot and news of elsewhere name our things too. */
const LEAST_WHOLE = 0.4

/**
 * How sure the best entry is, and that any entry is asked for. Sentences do not order entries: what stands around a
 * question misleads less in the whole. But one sentence that asks for the whole text's best entry by itself
 * makes it surer.
 */
function supportOf(
  best: number,
  whole: Judged,
  windows: readonly Judged[],
): { confidence: number; any: number } {
  let confidence = whole.chances[best]!
  let none = whole.chances.at(-1)!
  if (1 - none < LEAST_WHOLE) return { confidence, any: 1 - none }
  for (const { chances } of windows) {
    if (likeliest(chances, 1)[0] !== best) continue
    confidence = Math.max(confidence, WINDOW_TRUST * chances[best]!)
    none = Math.min(none, chances.at(-1)!)
  }
  return { confidence, any: 1 - none }
}

/** Long texts greet at the beginning and ask at the end; what they tell between adds time and no sense. */
function beginningAndEnd(words: readonly string[]): readonly string[] {
  return words.length <= 2 * MOST_WORDS ? words : [...words.slice(0, MOST_WORDS), ...words.slice(-MOST_WORDS)]
}

function partsOf({ evidence }: Judged, entry: number): Record<string, number> {
  return {
    ...(evidence.logs ? { regression: Math.exp(evidence.logs[entry]!) } : {}),
    centroid: evidence.centroid[entry]!,
    bm25: evidence.bm25[entry]!,
    covered: evidence.covered[entry]!,
  }
}
