import { fold } from '../language/normalise.ts'
import { type SkeletonScript, skeleton } from '../language/skeleton.ts'
import { modelName, readModel, writeModel } from './cache.ts'
import { LanguageIndex } from './language-index.ts'
import { type Model, quickModel, type SearchContent, trainedModel } from './model.ts'
import type { Thresholds } from './thresholds.ts'
import { type Training, type TrainingJob, trainInThreads } from './training.ts'

export type { SearchContent, SearchEntry } from './model.ts'

/** An entry that search found. */
export interface Match {
  readonly entry: string
  /** The language whose entries were searched. */
  readonly locale: string
  /** Probability, 0 to 1, that this entry is the right one; calibrated on the knowledge base itself. */
  readonly confidence: number
  /** What speaks for it, by kind of evidence, each 0 to 1. */
  readonly parts: Readonly<Record<string, number>>
}

/** What the search makes of one text. */
export interface SearchResult {
  /** One entry fits; two or three may; none does. */
  readonly verdict: 'answer' | 'choose' | 'none'
  /** Locale of the best match, or the first candidate. */
  readonly locale: string
  /** Best first, at most eight. */
  readonly matches: readonly Match[]
  readonly explanation: {
    /** The text as it was compared. */
    readonly normalised: string
    /** Words that no entry has, and what they were taken for. */
    readonly corrections: Readonly<Record<string, string>>
    readonly thresholds: Thresholds
    /** Whether the language's training is done. */
    readonly trained: boolean
    /** Probability that no entry answers. */
    readonly none: number
    /** Kinds of the names of places in the text: elsewhere, neighbour, origin. */
    readonly kinds: readonly string[]
  }
  /** Entries that other sentences of the message ask for, surely and apart from the best match. */
  readonly also?: readonly string[]
}

export interface FindOptions {
  /** Languages to search, the likeliest first. The best match of all wins. */
  readonly locales: readonly string[]
}

export interface SearchOptions {
  /** Folder for trained models; without it each start trains anew. */
  readonly cacheDir?: string
  /** Where training happens: worker threads (default), this thread before `createSearch` returns, or nowhere. */
  readonly training?: 'workers' | 'here' | 'off'
  /** Worker threads at most. Default 2. */
  readonly workers?: number
  /** Called with what is trained (a locale, or `uk-latn` for Ukrainian typed in Latin letters) and the share that is done. */
  readonly onProgress?: (label: string, done: number) => void
  /** Called when a training failed; the quick model goes on serving. */
  readonly onTrouble?: (label: string, error: unknown) => void
  /** A search of earlier content: languages that have not changed since are taken over as they are, trained or not. */
  readonly previous?: Search
}

/** The search over all languages. */
export interface Search {
  find(text: string, options: FindOptions): SearchResult
  /** Languages that have entries. */
  readonly locales: readonly string[]
  /** Settles when every language is trained (at once where training is off). */
  readonly ready: Promise<void>
  /** Stops training that still runs. */
  close(): Promise<void>
  /** Entries, texts and bytes per language. */
  sizes(): Readonly<Record<string, { entries: number; texts: number; bytes: number; trained: boolean }>>
}

const MOST_CHARACTERS = 4096
const OTHER_LANGUAGE_TRUST = 0.75
const SKELETON_TRUST = 0.85
/** Languages whose speakers often type in Latin letters. */
const TYPED_IN_LATIN: Readonly<Record<string, SkeletonScript>> = {
  uk: 'cyrillic',
  ru: 'cyrillic',
  ar: 'arabic',
}

/** One index that is searched: a language, or a language as typed in Latin letters. */
interface Slot {
  readonly label: string
  /** What the people who write answers wrote. */
  readonly source: SearchContent
  /** What is indexed: the source, or its skeleton. Made when first asked for: a stored model does without. */
  readonly content: () => SearchContent
  index: LanguageIndex | undefined
}

/** The slots of every search that is in use, for the one that follows it. */
const slotsOf = new WeakMap<Search, readonly Slot[]>()

/** Builds the search of all languages: at once from stored models or quick ones, then with trained ones in their place. */
export function createSearch(contents: readonly SearchContent[], options: SearchOptions = {}): Search {
  const earlier = (options.previous && slotsOf.get(options.previous)) ?? []
  const natives = new Map(contents.map((content) => [content.locale, takeOver(content, earlier)]))
  const skeletons = new Map(
    contents.flatMap((content): [string, Slot][] => {
      if (!Object.hasOwn(TYPED_IN_LATIN, content.locale)) return []
      const label = `${content.locale}-latn`
      const unchanged = earlier.includes(natives.get(content.locale)!)
      const known = unchanged ? earlier.find((each) => each.label === label) : undefined
      return [
        [
          content.locale,
          known ??
            slot(
              label,
              content,
              once(() => skeletonContent(content)),
            ),
        ],
      ]
    }),
  )
  const slots = [...natives.values(), ...skeletons.values()]
  const training = startTraining(slots, options)

  const search: Search = {
    locales: [...natives.keys()],
    ready: training.finished,
    close: () => training.close(),
    sizes: () => Object.fromEntries([...natives].map(([locale, each]) => [locale, indexOf(each).size()])),
    find(text, { locales }) {
      const cut = text.slice(0, MOST_CHARACTERS)
      const latin = isMostlyLatin(cut)
      const found = locales.flatMap((locale) => {
        const skeletonSlot = latin ? skeletons.get(locale) : undefined
        const used = skeletonSlot ?? natives.get(locale)
        if (!used) return []
        const result = indexOf(used).find(skeletonSlot ? skeleton(cut, TYPED_IN_LATIN[locale]!) : cut)
        return [{ locale, likely: locale === locales[0], skeleton: Boolean(skeletonSlot), ...result }]
      })
      if (found.length === 0) return nothing(cut, locales[0] ?? '')
      const { locale, verdict, matches, also, explanation } = found.reduce((best, other) =>
        worth(other) > worth(best) ? other : best,
      )
      return {
        verdict,
        locale,
        matches: matches.map((match) => ({ ...match, locale })),
        explanation,
        ...(also.length > 0 ? { also } : {}),
      }
    },
  }
  slotsOf.set(search, slots)
  return search
}

/** What a language's result counts against another's: the likeliest language is believed first, a skeleton last. */
function worth(result: {
  matches: readonly { confidence: number }[]
  likely: boolean
  skeleton: boolean
}): number {
  const trust = result.likely ? 1 : result.skeleton ? SKELETON_TRUST : OTHER_LANGUAGE_TRUST
  return (result.matches[0]?.confidence ?? 0) * trust
}

const slot = (label: string, source: SearchContent, content = () => source): Slot => ({
  label,
  source,
  content,
  index: undefined,
})

/** The slot's index; a person who asks before any model is there waits for a quick one, about a second a language. */
function indexOf(each: Slot): LanguageIndex {
  each.index ??= new LanguageIndex(quickModel(each.content()))
  return each.index
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** The earlier slot of a language whose content is the same, else a new one. */
function takeOver(content: SearchContent, earlier: readonly Slot[]): Slot {
  const known = earlier.find(({ label }) => label === content.locale)
  const same = known && JSON.stringify(known.source) === JSON.stringify(content)
  return same ? known : slot(content.locale, content)
}

/**
 * Takes the models that are on disk and starts the training of the others. In threads each language first gets a
 * quick model, so that the thread that answers does not stand still; the full ones follow.
 */
function startTraining(slots: readonly Slot[], options: SearchOptions): Training {
  const { cacheDir, training = 'workers', workers = 2, onProgress, onTrouble } = options
  const missing = slots.flatMap((each) => {
    if (each.index?.size().trained) return []
    const name = cacheDir && training !== 'off' ? modelName(each.label, each.source) : undefined
    const stored = cacheDir && name ? readModel(cacheDir, name) : undefined
    if (stored) each.index = new LanguageIndex(stored)
    return stored ? [] : [{ each, name }]
  })
  const full = missing.map(
    ({ each, name }): TrainingJob => ({
      label: each.label,
      kind: 'full',
      content: each.content,
      onModel(model) {
        each.index = new LanguageIndex(model)
        if (cacheDir && name) writeModel(cacheDir, each.label, name, model)
      },
    }),
  )
  if (training === 'workers') {
    const quick = missing.flatMap(({ each }): TrainingJob[] => {
      // typed in Latin letters is rare: its quick model is built when first asked for
      if (each.index || each.label.endsWith('-latn')) return []
      const onModel = (model: Model) => {
        each.index ??= new LanguageIndex(model)
      }
      return [{ label: each.label, kind: 'quick', content: each.content, onModel }]
    })
    return trainInThreads([...quick, ...full], workers, { onProgress, onTrouble })
  }
  if (training === 'here')
    for (const { label, content, onModel } of full)
      onModel(trainedModel(content(), (done) => onProgress?.(label, done)))
  return { finished: Promise.resolve(), close: () => Promise.resolve() }
}

function skeletonContent(content: SearchContent): SearchContent {
  const script = TYPED_IN_LATIN[content.locale]!
  return {
    locale: 'skeleton',
    entries: content.entries.map(({ id, texts }) => ({
      id,
      texts: texts.map((text) => skeleton(text, script)),
    })),
    offtopic: content.offtopic.map((text) => skeleton(text, script)),
    names: Object.fromEntries(
      Object.entries(content.names ?? {}).map(([kind, list]) => [
        kind,
        list.map((name) => skeleton(name, script)),
      ]),
    ),
  }
}

function isMostlyLatin(text: string): boolean {
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return latin * 2 > letters
}

function nothing(text: string, locale: string): SearchResult {
  const explanation = {
    normalised: fold(text),
    corrections: {},
    thresholds: { answer: 1, sure: 1, any: 1, choose: 1 },
    trained: false,
    none: 1,
    kinds: [],
  }
  return { verdict: 'none', locale, matches: [], explanation }
}
