import type { SmalltalkAct } from '../knowledge/entry.ts'
import type { Knowledge } from '../knowledge/load.ts'
import { words } from '../language/normalise.ts'
import { createSearch, type SearchOptions } from '../search/search.ts'
import { ways } from './menus.ts'
import type { Reply } from './reply.ts'
import { blank, type Turn, topicChoices } from './turn.ts'

/** Small talk stands in the search index beside the entries, under ids that no entry can have. */
export const ACT_PREFIX = 'act:'

/** Longer messages are questions with small talk around them. */
const MAX_WORDS = 7

/** Share of common words (Dice) from which a message is the phrasing: one word of six may differ. */
const ALIKE = 0.8

export interface SmalltalkIndex {
  /** The act of a short message, and the language of the phrasing that it is. Prefers the given languages, in their order. */
  find(
    text: string,
    preferred: readonly string[],
  ): { act: SmalltalkAct; locale: string; exact: boolean } | undefined
}

/** An index of all small talk phrasings, exact but for word order, spelling marks and one odd word in a longer phrase. */
export function createSmalltalkIndex(knowledge: Knowledge): SmalltalkIndex {
  const whole = new Map<string, { act: SmalltalkAct; locale: string }[]>()
  const byWord = new Map<string, { act: SmalltalkAct; locale: string; words: ReadonlySet<string> }[]>()
  for (const [locale, content] of knowledge.locales)
    for (const [act, { phrasings }] of content.smalltalk)
      for (const phrasing of phrasings) {
        const list = words(phrasing)
        if (list.length === 0) continue
        add(whole, list.join(' '), { act, locale })
        const phrase = { act, locale, words: new Set(list) }
        for (const word of phrase.words) add(byWord, word, phrase)
      }
  return {
    find(text, preferred) {
      const list = words(text)
      if (list.length === 0 || list.length > MAX_WORDS) return undefined
      const rank = (locale: string) => {
        const place = preferred.indexOf(locale)
        return place === -1 ? preferred.length : place
      }
      const exact = [...(whole.get(list.join(' ')) ?? [])].sort((a, b) => rank(a.locale) - rank(b.locale))[0]
      if (exact) return { ...exact, exact: true }
      const own = new Set(list)
      const near = [...own]
        .flatMap((word) => byWord.get(word) ?? [])
        .map((phrase) => ({ ...phrase, likeness: dice(own, phrase.words) }))
        .filter(({ likeness }) => likeness >= ALIKE)
        .sort((a, b) => b.likeness - a.likeness || rank(a.locale) - rank(b.locale))[0]
      return near && { act: near.act, locale: near.locale, exact: false }
    },
  }
}

/** Small talk that is not a phrasing word by word, in languages without entries. */
export interface ActSearch {
  find(text: string, locale: string): SmalltalkAct | undefined
  /** Settles when it is fully trained. */
  readonly ready: Promise<void>
  close(): Promise<void>
}

/**
 * In languages with entries small talk is searched beside them. The others have an index of small talk alone, against
 * ordinary messages of the language.
 *
 * @param everyday per language, messages that are no small talk
 * @param options as for the search of the entries
 */
export function createActSearch(
  knowledge: Knowledge,
  everyday: ReadonlyMap<string, readonly string[]>,
  options: SearchOptions,
): ActSearch {
  const contents = [...knowledge.locales].flatMap(([locale, content]) => {
    if (content.entries.size > 0 || content.smalltalk.size === 0) return []
    const entries = [...content.smalltalk].map(([act, { phrasings }]) => ({ id: act, texts: phrasings }))
    return [{ locale, entries, offtopic: everyday.get(locale) ?? [] }]
  })
  const search = createSearch(contents, options)
  return {
    ready: search.ready,
    close: () => search.close(),
    find(text, locale) {
      if (!search.locales.includes(locale) || words(text).length > MAX_WORDS) return undefined
      const { verdict, matches } = search.find(text, { locales: [locale] })
      return verdict === 'answer' ? (matches[0]?.entry as SmalltalkAct) : undefined
    },
  }
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0
  for (const word of a) if (b.has(word)) common++
  return (2 * common) / (a.size + b.size)
}

function add<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** The reply to small talk; where a language has none for the act, the best language of the reader has. */
export function smalltalkReply(act: SmalltalkAct, turn: Turn): Reply {
  const own = turn.knowledge.locales.get(turn.lang)?.smalltalk.get(act)
  const words = own ?? turn.knowledge.locales.get('en')?.smalltalk.get(act)
  const paragraphs = words ? [...words.reply] : [turn.say('welcome.text')]
  return { ...blank(turn, 'smalltalk'), paragraphs, choices: choicesAfter(act, turn) }
}

/** After "bye" or "thanks" nothing is pressed on anybody; who looks for help gets the topics. */
function choicesAfter(act: SmalltalkAct, turn: Turn): Reply['choices'] {
  switch (act) {
    case 'bye':
    case 'thanks':
    case 'compliment':
      return ways(turn, ['topics'])
    case 'language-request':
      return ways(turn, ['language', 'topics'])
    case 'are-you-human':
    case 'complaint':
    case 'no':
    case 'insult':
      return ways(turn, ['topics', 'human'])
    case 'greeting':
    case 'how-are-you':
    case 'who-are-you':
    case 'help':
    case 'yes':
      return [...topicChoices(turn), ...ways(turn, ['human'])]
  }
}
