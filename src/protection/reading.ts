import { words as foldedWords } from '../language/normalise.ts'
import { skeleton } from '../language/skeleton.ts'
import type { DangerDictionary, DangerKind, WordGroup } from './dictionary.ts'
import { CALM_GROUPS, DENIABLE } from './patterns.ts'
import { type Phrase, PhraseFinder, readPhrase } from './phrase.ts'
import { markedWords, sameTones, type Tones, tonesOf } from './tones.ts'

/** How a text is spelt: as it stands, or as the Latin skeleton of Cyrillic or of Arabic letters. */
export type Spelling = 'written' | 'cyrillic' | 'arabic'

/** Languages that people also type in Latin letters, by the skeleton that brings both spellings together. */
const SKELETON_OF: Readonly<Record<string, Exclude<Spelling, 'written'>>> = {
  uk: 'cyrillic',
  ru: 'cyrillic',
  ar: 'arabic',
  fa: 'arabic',
}

/** Longest text that is read: more than any message of a channel; the end of a longer one is kept, since pleas end there. */
const MOST_WORDS = 900
const LONGEST_WORD = 40
const SENTENCE_END = /[.!?;\n।॥۔؟؛]+/u
/** Below this share of known words no language is at home in a text. */
export const UNKNOWN_SHARE = 0.2
/** Skeletons shorter than this are met in any language. */
const LEAST_SOUNDS = 3
/** A phrase needs so many sounds; Arabic ones have lost their vowels, so that "knife" and "flat" are the same three. */
const LEAST_PHRASE_SOUNDS = { cyrillic: 3, arabic: 4 } as const
/** A skeleton is read from this share of known words on. */
const LEAST_SKELETON_SHARE = 0.3
/**
 * Arabic in Latin letters drops its vowels in the skeleton, and what is left looks like any language. So it is only read
 * where digits stand for letters ("3am", "7abs") or where Latin words of the Arabic or Persian examples are met.
 */
const ARABIZI = /[a-z][235679]|(?<![0-9])[235679][a-z]/
const ARABIC_IN_LATIN_SHARE = 0.3

/** What a phrase of the dictionary stands for. */
interface Meaning {
  readonly locale: string
  readonly group?: WordGroup
  readonly kind?: DangerKind
}

/** A word group or a danger phrase at a place of the text. */
export interface Hit {
  readonly locale: string
  readonly group: WordGroup | undefined
  readonly kind: DangerKind | undefined
  readonly from: number
  readonly to: number
  /** Denied by a word before or behind it: "nobody beats me". */
  readonly denied: boolean
  readonly written: string
}

/** One way to read a text: its words in one spelling and what was found among them. */
export interface Reading {
  readonly spelling: Spelling
  readonly words: readonly string[]
  /** Number of the sentence in which each word stands. */
  readonly sentence: readonly number[]
  readonly hits: readonly Hit[]
  /** Share of the text that each language's own words make up, from 0 to 1. */
  readonly share: ReadonlyMap<string, number>
  readonly tone: Tone
  /** Words with their marks, in Vietnamese. */
  readonly tones: Tones | undefined
}

/** What the signs around the words say: whether the text asks, and whether its writer laughs. */
export interface Tone {
  readonly asks: boolean
  readonly laughs: boolean
}

/** Languages whose verb stands last put the denial behind it. */
const DENIAL_BEHIND = new Set(['hi', 'ur', 'ne', 'bn', 'si', 'tr'])

/** Splits a text into folded words that know their sentence. */
function splitWords(text: string): { words: string[]; sentence: number[] } {
  const words: string[] = []
  const sentence: number[] = []
  text.split(SENTENCE_END).forEach((part, number) => {
    for (const word of foldedWords(part)) {
      words.push(word.slice(0, LONGEST_WORD))
      sentence.push(number)
    }
  })
  if (words.length <= MOST_WORDS) return { words, sentence }
  return { words: words.slice(-MOST_WORDS), sentence: sentence.slice(-MOST_WORDS) }
}

/** Remembers words while the detector learns; see `PhraseFinder.find`. */
export type ReadingMemory = ReadonlyMap<Spelling, Map<string, readonly Phrase<Meaning>[]>>

/** Reads texts in every spelling, with the words and phrases of all dictionaries. */
export class Reader {
  readonly #finders: ReadonlyMap<Spelling, PhraseFinder<Meaning>>
  /** Per spelling: word → languages that use it. */
  readonly #vocabulary: ReadonlyMap<Spelling, ReadonlyMap<string, Set<string>>>
  readonly #locales: readonly string[]
  readonly #phraseTones = new Map<string, Tones>()

  constructor(dictionaries: readonly DangerDictionary[]) {
    this.#locales = [...new Set(dictionaries.map(({ locale }) => locale))]
    const phrases = new Map<Spelling, Phrase<Meaning>[]>()
    const vocabulary = new Map<Spelling, Map<string, Set<string>>>()
    for (const dictionary of dictionaries) {
      for (const spelling of spellingsOf(dictionary.locale)) {
        const found = phrases.get(spelling) ?? []
        for (const phrase of phrasesOf(dictionary, spelling)) found.push(phrase)
        phrases.set(spelling, found)
        const known = vocabulary.get(spelling) ?? new Map<string, Set<string>>()
        addVocabulary(known, dictionary, spelling)
        vocabulary.set(spelling, known)
      }
    }
    this.#finders = new Map([...phrases].map(([spelling, list]) => [spelling, new PhraseFinder(list)]))
    this.#vocabulary = vocabulary
  }

  /** The readings of a text that make sense: always as written, in a skeleton only where its languages' words are met. */
  read(text: string): Reading[] {
    const { words, sentence } = splitWords(withoutLaughter(text))
    if (words.length === 0) return []
    const tone = toneOf(text)
    const written = this.reading('written', words, sentence, tone, { tones: tonesOf(text) })
    if (!words.some((word) => /[a-z]/.test(word))) return [written]
    const arabic =
      ARABIZI.test(words.join(' ')) ||
      Math.max(written.share.get('ar') ?? 0, written.share.get('fa') ?? 0) >= ARABIC_IN_LATIN_SHARE
    const others = (arabic ? (['cyrillic', 'arabic'] as const) : (['cyrillic'] as const)).flatMap(
      (spelling) => {
        const spelt = respell(words, sentence, spelling)
        if (spelt.words.length === 0 || !this.#finders.has(spelling)) return []
        const reading = this.reading(spelling, spelt.words, spelt.sentence, tone)
        const rivals = [...written.share].filter(([locale]) => SKELETON_OF[locale] !== spelling)
        const rival = Math.max(0, ...rivals.map(([, share]) => share))
        return Math.max(0, ...reading.share.values()) >= Math.max(LEAST_SKELETON_SHARE, rival * 1.1)
          ? [reading]
          : []
      },
    )
    return [written, ...others]
  }

  /** One reading of words that are already split and respelt. */
  reading(
    spelling: Spelling,
    words: readonly string[],
    sentence: readonly number[],
    tone: Tone,
    { memory, tones }: { memory?: ReadingMemory; tones?: Tones | undefined } = {},
  ): Reading {
    const share = this.#shares(spelling, words)
    const top = Math.max(0, ...share.values())
    // where no language is at home, a single short word ("má", "yak") says nothing
    const likely = (locale: string, weight: number) =>
      top < UNKNOWN_SHARE ? weight >= 2 : (share.get(locale) ?? 0) >= top * 0.5 || weight >= 3
    const found = (this.#finders.get(spelling)?.find(words, memory?.get(spelling)) ?? []).filter(
      ({ phrase: { tag, elements, written }, from, to }) =>
        likely(tag.locale, elements.length) &&
        (!tones ||
          tag.locale !== 'vi' ||
          sameTones(words.slice(from, to + 1), tones, this.#tonesOf(written))),
    )
    const denials = found.filter(({ phrase }) => phrase.tag.group === 'not')
    const hits = found.map(({ phrase, from, to }): Hit => {
      const { locale, group, kind } = phrase.tag
      const deniable = (group !== undefined && DENIABLE.has(group)) || kind !== undefined
      const denied =
        deniable &&
        denials.some(({ from: start, to: end, phrase: { tag } }) => {
          if (tag.locale !== locale) return false
          const before = end < from && from - end <= 2 && sentence[end] === sentence[from]
          const behind =
            DENIAL_BEHIND.has(locale) && start > to && start - to <= 1 && sentence[start] === sentence[to]
          return before || behind
        })
      return { locale, group, kind, from, to, denied, written: phrase.written }
    })
    return { spelling, words, sentence, hits, share, tone, tones }
  }

  #tonesOf(written: string): Tones {
    const known = this.#phraseTones.get(written)
    if (known) return known
    const tones = markedWords(written)
    this.#phraseTones.set(written, tones)
    return tones
  }

  #shares(spelling: Spelling, words: readonly string[]): Map<string, number> {
    const known = this.#vocabulary.get(spelling)
    const share = new Map<string, number>(this.#locales.map((locale) => [locale, 0]))
    let total = 0
    for (const word of words) {
      if (/^\d+$/.test(word)) continue
      const weight = Math.min(8, word.length)
      total += weight
      // two sounds of a skeleton are a word in any language
      if (spelling !== 'written' && word.length < LEAST_SOUNDS) continue
      for (const locale of known?.get(word) ?? []) share.set(locale, (share.get(locale) ?? 0) + weight)
    }
    for (const [locale, weight] of share) share.set(locale, total === 0 ? 0 : weight / total)
    return share
  }
}

const QUESTION = /[?؟]/u
/** Laughter as people type it: haha, хаха, ههه, jaja, lol, mdr, )) and faces. Some laugh in danger too, so it never outweighs words of danger. */
const LAUGHTER =
  /\p{L}{0,20}(?:haha|ahah|hihi|hehe|jaja|kkkk|xaxa|хаха|ахах|хехе|хіхі|ههه|خخخ|هاها|हाहा|हेहे|হাহা|හාහා)[\p{L}\p{M}]{0,20}|\){2,}|[😂🤣😅😆]|(?<!\p{L})(?:lol|lmao|mdr|ptdr|xd+)(?![\p{L}\p{N}])/giu

/** A text without its laughter, which says nothing about danger: only the words do. */
export const withoutLaughter = (text: string): string => text.replace(LAUGHTER, ' ')

/** The tone of a text. */
export function toneOf(text: string): Tone {
  return { asks: QUESTION.test(text), laughs: withoutLaughter(text) !== text }
}

/** Spellings in which a language's examples are learnt and its phrases are sought. */
export function spellingsOf(locale: string): Spelling[] {
  const skeletonSpelling = SKELETON_OF[locale]
  return skeletonSpelling === undefined ? ['written'] : ['written', skeletonSpelling]
}

/** Words of a text in a spelling. */
export function spell(text: string, spelling: Spelling): { words: string[]; sentence: number[] } {
  const { words, sentence } = splitWords(withoutLaughter(text))
  return spelling === 'written' ? { words, sentence } : respell(words, sentence, spelling)
}

function respell(
  words: readonly string[],
  sentence: readonly number[],
  spelling: Exclude<Spelling, 'written'>,
): { words: string[]; sentence: number[] } {
  const spelt = { words: [] as string[], sentence: [] as number[] }
  words.forEach((word, at) => {
    const bones = skeleton(word, spelling)
    if (bones === '') return
    spelt.words.push(bones)
    spelt.sentence.push(sentence[at]!)
  })
  return spelt
}

function phrasesOf(dictionary: DangerDictionary, spelling: Spelling): Phrase<Meaning>[] {
  const { locale } = dictionary
  const respellWord = (word: string) => (spelling === 'written' ? word : skeleton(word, spelling))
  const read = (written: string, meaning: Meaning) => {
    // what staff typed in Latin letters is sought as it stands
    if (spelling !== 'written' && /[a-z]/i.test(written)) return []
    const phrases = readPhrase(written, meaning, respellWord)
    if (spelling === 'written') return phrases
    return phrases.flatMap((phrase) => {
      // two sounds of a skeleton with open ends would fit every second word
      const elements = phrase.elements.map((element) =>
        element.letters.length >= LEAST_SOUNDS ? element : { ...element, openStart: false, openEnd: false },
      )
      const sounds = elements.reduce((sum, { letters }) => sum + letters.length, 0)
      return sounds >= LEAST_PHRASE_SOUNDS[spelling] ? [{ ...phrase, elements }] : []
    })
  }
  const groups = Object.entries(dictionary.groups) as [WordGroup, string[]][]
  const kinds = Object.entries(dictionary.phrases) as [DangerKind, string[]][]
  return [
    ...groups.flatMap(([group, list]) => list.flatMap((written) => read(written, { locale, group }))),
    ...kinds.flatMap(([kind, list]) => list.flatMap((written) => read(written, { locale, kind }))),
  ]
}

function addVocabulary(
  known: Map<string, Set<string>>,
  { locale, examples, calm }: DangerDictionary,
  spelling: Spelling,
): void {
  for (const text of [...Object.values(examples).flat(), ...calm]) {
    for (const word of spell(text, spelling).words) {
      const locales = known.get(word) ?? new Set<string>()
      locales.add(locale)
      known.set(word, locales)
    }
  }
}

/** Ideas of a part of a reading, for the classifier: groups that were found, denied ones apart, and their pairs. */
export function ideasOf({ hits, tone }: Reading, from = 0, to = Number.POSITIVE_INFINITY): string[] {
  const found = new Set<string>()
  for (const hit of hits) {
    if (hit.group === undefined || hit.from < from || hit.to > to) continue
    found.add(hit.denied ? `not-${hit.group}` : hit.group)
  }
  const single = [...found].sort()
  const pairs = single.flatMap((one, at) => single.slice(at + 1).map((two) => `${one}+${two}`))
  return [...(single.length === 0 ? ['none'] : single), ...pairs, ...(tone.asks ? ['?'] : [])]
}

/** The calm settings found in a reading. */
export function calmHits({ hits }: Reading): Hit[] {
  return hits.filter(({ group }) => group !== undefined && CALM_GROUPS.includes(group))
}
