import { createRequire } from 'node:module'

import { stripSuffixes } from './suffixes.ts'

export { isStopWord } from './stopwords.ts'

/**
 * Snowball stemmers (https://snowballstem.org, package snowball-stemmers) that work as well on folded text.
 * Romanian, French and Arabic are not among them: their Snowball rules need the accents, cedillas and hamzas that
 * people leave out and `fold` takes off, so they have their own tables in suffixes.ts.
 */
const SNOWBALL: Readonly<Record<string, string>> = {
  en: 'english',
  ru: 'russian',
  es: 'spanish',
  tr: 'turkish',
}

interface SnowballStemmer {
  stem(word: string): string
}

const stemmers = new Map<string, (word: string) => string>()

function stemmerOf(locale: string): (word: string) => string {
  const known = stemmers.get(locale)
  if (known) return known
  const created = Object.hasOwn(SNOWBALL, locale)
    ? snowball(SNOWBALL[locale]!)
    : (word: string) => stripSuffixes(word, locale)
  stemmers.set(locale, created)
  return created
}

function snowball(algorithm: string): (word: string) => string {
  const { newStemmer }: { newStemmer(name: string): SnowballStemmer } = createRequire(import.meta.url)(
    'snowball-stemmers',
  )
  const stemmer = newStemmer(algorithm)
  return (word) => stemmer.stem(word)
}

/**
 * Stem of one folded word. The same function serves entries and questions. Words with digits and words of languages
 * without a stemmer come back as they are; never the empty string for a word.
 */
export function stem(word: string, locale: string): string {
  if (word.length < 3 || word.length > 40 || /\d/.test(word)) return word
  return stemmerOf(locale)(word) || word
}
