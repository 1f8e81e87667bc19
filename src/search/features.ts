import { isStopWord, stem } from '../language/stem.ts'
import type { NameKinds } from './names.ts'

/** A word of a text and how much of it counts: 1 as typed, less where the lexicon offers a correction beside it. */
export interface WeighedWord {
  readonly word: string
  readonly weight: number
}

/** Distinct feature ids and their weights. */
export interface Vector {
  readonly ids: Int32Array
  readonly values: Float32Array
}

/** What the features of a knowledge base see in a text. */
export interface Reading extends Vector {
  /** Share of the text's squared norm that known features carry, 0 to 1. */
  readonly known: number
  /** The stems among the features, with the weight of their words (stop words less). */
  readonly stems: Vector
  /** Weight of the stems that no entry knows: all, and without stop words. */
  readonly strange: number
  readonly strangeContent: number
  /** Number of words. */
  readonly words: number
  /** Kinds of the names in the text. */
  readonly kinds: readonly string[]
}

export const STOP_WEIGHT = 0.6
/** What the kind of a name counts beside a word: it stands for all names that no text holds. */
const KIND_WEIGHT = 2
/** How much stems, pairs of stems and character n-grams count in a text's vector. Flat: ±50 % moves nothing by a point. */
const FAMILY_WEIGHTS = [1, 0.7, 1.4] as const
const SHORTEST_GRAM = 2
const LONGEST_GRAM = 4
/** Words longer than this are cut: no word of a question is longer, but pasted keys and addresses are. */
const LONGEST_WORD = 32
/** Words of one language whose features are kept for the next text. */
const REMEMBERED_WORDS = 20_000

interface WordFeatures {
  readonly stem: string
  /** Kind of name that the word is, and the feature of that kind or -1. */
  readonly kind: string | undefined
  readonly kindId: number
  readonly stop: boolean
  readonly stemId: number
  readonly gramIds: Int32Array
  /** Number of this word's character n-grams that no text has. */
  readonly strangeGrams: number
}

/** Weight of a feature that `df` of `texts` texts hold: a smoothed inverse document frequency. */
export const idf = (df: number, texts: number): number => Math.log((1 + texts) / (1 + df)) + 1

function gramsOf(word: string): string[] {
  const padded = `<${word.slice(0, LONGEST_WORD)}>`
  const grams: string[] = []
  for (let size = SHORTEST_GRAM; size <= LONGEST_GRAM; size++)
    for (let at = 0; at + size <= padded.length; at++) grams.push(padded.slice(at, at + size))
  return grams
}

/**
 * The features of one language's knowledge base: stems, pairs of neighbouring stems, and character 2- to 4-grams
 * of words, each with its inverse document frequency over all texts. Frozen once built. Vectors are L2-normalised over
 * known and unknown features together, so that a text of strange words has a short vector.
 */
export class FeatureSpace {
  readonly locale: string
  readonly size: number
  readonly idf: Float32Array
  /** Number of texts that it was built from. */
  readonly texts: number
  readonly #ids: Map<string, number>
  readonly #kinds: NameKinds
  readonly #words = new Map<string, WordFeatures>()

  /** @param names one per feature: a letter for its family and the feature itself, as `names()` gave them */
  constructor(
    locale: string,
    names: readonly string[],
    weights: Float32Array,
    texts: number,
    kinds: NameKinds,
  ) {
    this.locale = locale
    this.#kinds = kinds
    this.size = names.length
    this.idf = weights
    this.texts = texts
    this.#ids = new Map()
    for (let id = 0; id < names.length; id++) this.#ids.set(names[id]!, id)
  }

  /** Features of texts that are given as folded words. */
  static build(locale: string, texts: readonly (readonly string[])[], kinds: NameKinds): FeatureSpace {
    const ids = new Map<string, number>()
    const counts: number[] = []
    const lastText: number[] = []
    const featuresOfWord = new Map<string, { root: string; features: number[] }>()
    const idOf = (name: string) => {
      let id = ids.get(name)
      if (id === undefined) {
        id = ids.size
        ids.set(name, id)
        counts.push(0)
        lastText.push(-1)
      }
      return id
    }
    const count = (id: number, text: number) => {
      if (lastText[id] === text) return
      lastText[id] = text
      counts[id]!++
    }
    texts.forEach((words, text) => {
      let last = ''
      for (const word of words) {
        let known = featuresOfWord.get(word)
        if (!known) {
          const root = stem(word, locale)
          const kind = kinds.of(word, root)
          const grams = gramsOf(word).map((gram) => idOf(`g${gram}`))
          known = { root, features: [idOf(`s${root}`), ...grams, ...(kind ? [idOf(`k${kind}`)] : [])] }
          featuresOfWord.set(word, known)
        }
        for (const id of known.features) count(id, text)
        if (last) {
          count(idOf(`p${last} ${known.root}`), text)
          const kind = kinds.ofPair(last, known.root)
          if (kind) count(idOf(`k${kind}`), text)
        }
        last = known.root
      }
    })
    const weights = Float32Array.from(counts, (df) => idf(df, texts.length))
    return new FeatureSpace(locale, [...ids.keys()], weights, texts.length, kinds)
  }

  names(): string[] {
    return [...this.#ids.keys()]
  }

  /** Whether any text holds a word with this word's stem, or it is a name of a kind that texts hold. */
  knows(word: string): boolean {
    const { stemId, kindId } = this.#featuresOf(word)
    return stemId >= 0 || kindId >= 0
  }

  #idOfKind(kind: string | undefined): number {
    return kind === undefined ? -1 : (this.#ids.get(`k${kind}`) ?? -1)
  }

  #featuresOf(word: string): WordFeatures {
    const known = this.#words.get(word)
    if (known) return known
    const root = stem(word, this.locale)
    const grams = gramsOf(word)
    const ids = grams.map((gram) => this.#ids.get(`g${gram}`) ?? -1).filter((id) => id >= 0)
    const kind = this.#kinds.of(word, root)
    const features: WordFeatures = {
      stem: root,
      kind,
      kindId: this.#idOfKind(kind),
      stop: isStopWord(word, this.locale),
      stemId: this.#ids.get(`s${root}`) ?? -1,
      gramIds: Int32Array.from(ids),
      strangeGrams: grams.length - ids.length,
    }
    if (this.#words.size >= REMEMBERED_WORDS) this.#words.clear()
    this.#words.set(word, features)
    return features
  }

  /** Reads a text that is given as folded words in their order. */
  read(words: readonly WeighedWord[]): Reading {
    const stems = new Map<number, number>()
    const pairs = new Map<number, number>()
    const grams = new Map<number, number>()
    const unknown = [0, 0, 0]
    const kinds = new Set<string>()
    const strangeIdf = idf(0, this.texts)
    let strange = 0
    let strangeContent = 0
    let last: WordFeatures | undefined
    for (const { word, weight } of words) {
      const features = this.#featuresOf(word)
      if (features.kind) kinds.add(features.kind)
      const scale = weight * (features.stop ? STOP_WEIGHT : 1)
      if (features.stemId >= 0) add(stems, features.stemId, scale)
      // a name that no text holds is known by its kind
      if (features.kindId >= 0) add(stems, features.kindId, scale * KIND_WEIGHT)
      else if (features.stemId < 0) {
        unknown[0]! += (scale * strangeIdf) ** 2
        strange += scale
        if (!features.stop) strangeContent += scale
      }
      for (const id of features.gramIds) add(grams, id, scale)
      unknown[2]! += features.strangeGrams * (scale * strangeIdf) ** 2
      // what the lexicon adds beside a typed word is no neighbour of the next one
      if (weight < 0.5) continue
      if (last) {
        const id = this.#ids.get(`p${last.stem} ${features.stem}`)
        const pairScale = weight * (features.stop && last.stop ? STOP_WEIGHT : 1)
        if (id === undefined) unknown[1]! += (pairScale * strangeIdf) ** 2
        else add(pairs, id, pairScale)
        const pairKind = this.#kinds.ofPair(last.stem, features.stem)
        if (pairKind) kinds.add(pairKind)
        const kindId = this.#idOfKind(pairKind)
        if (kindId >= 0) add(stems, kindId, scale * KIND_WEIGHT)
      }
      last = features
    }
    return {
      ...this.#vector([stems, pairs, grams], unknown),
      stems: { ids: Int32Array.from(stems.keys()), values: Float32Array.from(stems.values()) },
      strange,
      strangeContent,
      words: words.length,
      kinds: [...kinds],
    }
  }

  #vector(families: readonly Map<number, number>[], unknown: readonly number[]): Vector & { known: number } {
    const size = families.reduce((sum, family) => sum + family.size, 0)
    const ids = new Int32Array(size)
    const values = new Float32Array(size)
    let at = 0
    let known = 0
    let total = 0
    families.forEach((family, index) => {
      const start = at
      let norm = unknown[index]!
      for (const [id, count] of family) {
        const value = (count > 1 ? 1 + Math.log(count) : count) * this.idf[id]!
        ids[at] = id
        values[at++] = value
        norm += value * value
      }
      if (norm === 0) return
      const scale = FAMILY_WEIGHTS[index]! / Math.sqrt(norm)
      for (let place = start; place < at; place++) {
        values[place]! *= scale
        known += values[place]! ** 2
      }
      total += FAMILY_WEIGHTS[index]! ** 2
    })
    const scale = total > 0 ? 1 / Math.sqrt(total) : 0
    for (let place = 0; place < size; place++) values[place]! *= scale
    return { ids, values, known: total > 0 ? known / total : 0 }
  }
}

function add(family: Map<number, number>, id: number, weight: number): void {
  family.set(id, (family.get(id) ?? 0) + weight)
}
