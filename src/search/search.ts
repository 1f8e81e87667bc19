import { fold } from '../language/normalise.ts'
import { type SkeletonScript, skeleton } from '../language/skeleton.ts'
import { LanguageIndex } from './language-index.ts'
import { type Model, quickModel, type SearchContent, trainedModel } from './model.ts'
import type { Thresholds } from './thresholds.ts'

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
  /** Called with the locale and the share of its training that is done. */
  readonly onProgress?: (locale: string, done: number) => void
}

/** The search over all languages. */
export interface Search {
  find(text: string, options: FindOptions): SearchResult
  /** Settles when every language is trained (at once where training is off). */
  readonly ready: Promise<void>
  /** Stops training that still runs. */
  close(): Promise<void>
  /** Entries, texts and bytes per language. */
  sizes(): Readonly<Record<string, { entries: number; texts: number; bytes: number; trained: boolean }>>
}

const MOST_CHARACTERS = 4096
const MOST_MATCHES = 8
/** Languages whose speakers often type in Latin letters. */
const TYPED_IN_LATIN: Readonly<Record<string, SkeletonScript>> = {
  uk: 'cyrillic',
  ru: 'cyrillic',
  ar: 'arabic',
}

/** Builds the search of all languages: at once a quick one, then the trained one in its place. */
export function createSearch(contents: readonly SearchContent[], options: SearchOptions = {}): Search {
  const indexes = new Map<string, LanguageIndex>()
  const skeletons = new Map<string, LanguageIndex>()
  const build = (content: SearchContent): Model =>
    options.training === 'here'
      ? trainedModel(content, (done) => options.onProgress?.(content.locale, done))
      : quickModel(content)
  for (const content of contents) indexes.set(content.locale, new LanguageIndex(build(content)))
  const skeletonOf = (locale: string): LanguageIndex | undefined => {
    const known = skeletons.get(locale)
    const content = contents.find((each) => each.locale === locale)
    if (known || !content || !Object.hasOwn(TYPED_IN_LATIN, locale)) return known
    const created = new LanguageIndex(build(skeletonContent(content, TYPED_IN_LATIN[locale]!)))
    skeletons.set(locale, created)
    return created
  }

  return {
    ready: Promise.resolve(),
    close: () => Promise.resolve(),
    sizes: () => Object.fromEntries([...indexes].map(([locale, index]) => [locale, index.size()])),
    find(text, { locales }) {
      const cut = text.slice(0, MOST_CHARACTERS)
      const known = locales.filter((locale) => indexes.has(locale))
      const latin = isMostlyLatin(cut)
      const found = known.map((locale) => {
        const script = TYPED_IN_LATIN[locale]
        const index = latin && script ? skeletonOf(locale)! : indexes.get(locale)!
        return { locale, ...index.find(latin && script ? skeleton(cut, script) : cut) }
      })
      const best = found.reduce<(typeof found)[number] | undefined>(
        (a, b) => (a && (a.matches[0]?.confidence ?? 0) >= (b.matches[0]?.confidence ?? 0) ? a : b),
        undefined,
      )
      if (!best) return nothing(cut, locales[0] ?? '')
      const { locale, verdict, matches, also, explanation } = best
      return {
        verdict,
        locale,
        matches: matches.slice(0, MOST_MATCHES).map((match) => ({ ...match, locale })),
        explanation,
        ...(also.length > 0 ? { also } : {}),
      }
    },
  }
}

function skeletonContent(content: SearchContent, script: SkeletonScript): SearchContent {
  return {
    locale: 'skeleton',
    entries: content.entries.map(({ id, texts }) => ({
      id,
      texts: texts.map((text) => skeleton(text, script)),
    })),
    offtopic: content.offtopic.map((text) => skeleton(text, script)),
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
    thresholds: { answer: 1, choose: 1 },
    trained: false,
    none: 1,
  }
  return { verdict: 'none', locale, matches: [], explanation }
}
