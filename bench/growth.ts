import { LanguageIndex } from '../src/search/language-index.ts'
import { quickModel, type SearchContent, trainedModel } from '../src/search/model.ts'
import { generator } from '../src/search/regression.ts'

/*
 * node bench/growth.ts
 *
 * How the search grows: time of a question, of the longest message and of building, and size, over knowledge bases of
 * made-up words that are as long and as rare as real ones (Zipf). It says nothing about finding the right entry.
 */

const random = generator(3)
const SYLLABLES = 'ba ke lo mi nu ra se ti vo za pre stro lan der con mis fa gu pi ten'.split(' ')
const VOCABULARY = Array.from({ length: 30_000 }, () =>
  Array.from(
    { length: 1 + Math.floor(random() * 4) },
    () => SYLLABLES[Math.floor(random() * SYLLABLES.length)],
  ).join(''),
)
/** Words per text: phrasings of two words and stories of forty. */
const LENGTHS = [2, 4, 6, 8, 12, 40]

const word = (): string => VOCABULARY[Math.floor(VOCABULARY.length ** random()) - 1]!

function content(entries: number, phrasings: number): SearchContent {
  return {
    locale: 'en',
    entries: Array.from({ length: entries }, (_, at) => {
      const own = Array.from({ length: 12 }, word)
      const ownOrAny = () => (random() < 0.4 ? own[Math.floor(random() * own.length)]! : word())
      return {
        id: `e${at}`,
        texts: Array.from({ length: phrasings }, (_, place) => text(LENGTHS[place % 6]!, ownOrAny)),
      }
    }),
    offtopic: Array.from({ length: 300 }, () => text(6, word)),
  }
}

const text = (length: number, next: () => string): string => Array.from({ length }, next).join(' ')

function timesOf(index: LanguageIndex, texts: readonly string[]): { p50: string; p99: string } {
  const times = texts.map((each) => {
    const start = performance.now()
    index.find(each)
    return performance.now() - start
  })
  const rising = times.sort((a, b) => a - b)
  const at = (share: number) => rising[Math.floor((rising.length - 1) * share)]!.toFixed(1)
  return { p50: at(0.5), p99: at(0.99) }
}

console.log(
  'entries  phrasings  model     build s   question p50 / p99 ms   4,096 characters p50 / p99 ms     MB',
)
for (const [entries, phrasings] of [
  [200, 35],
  [1_000, 20],
  [10_000, 8],
] as const) {
  const made = content(entries, phrasings)
  for (const [name, build] of [
    ['quick', quickModel],
    ['full', trainedModel],
  ] as const) {
    const start = performance.now()
    const model = build(made)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    const index = new LanguageIndex(model)
    const questions = Array.from({ length: 500 }, (_, at) => text(LENGTHS[at % 6]!, word))
    const short = timesOf(index, questions)
    const long = timesOf(
      index,
      Array.from({ length: 50 }, () => text(900, word).slice(0, 4096)),
    )
    const label = `${name}${name === 'full' && !model.scorers.regression ? ', no regression' : ''}`
    console.log(
      `${String(entries).padStart(7)}  ${String(phrasings).padStart(9)}  ${label.padEnd(20)} ${seconds.padStart(6)}   ${short.p50} / ${short.p99}   ${long.p50} / ${long.p99}   ${(index.size().bytes / 1e6).toFixed(0)}`,
    )
  }
}
