import type { Entry, EntryText, Knowledge } from '../knowledge/load.ts'
import type { Locales } from '../language/locale.ts'
import { readingOrder } from '../language/locale.ts'
import type { Say, Texts } from '../language/texts.ts'
import { type Choice, emptyReply, type Reply, type ReplyKind } from './reply.ts'
import type { Session } from './session.ts'

/** Everything that the parts of one turn share. Made anew for each message. */
export interface Turn {
  readonly lang: string
  readonly say: Say
  readonly texts: Texts
  readonly locales: Locales
  readonly knowledge: Knowledge
  /** Ids of entries that staff took out of the running bot: their contact is given instead. */
  readonly withdrawn: ReadonlySet<string>
  readonly now: Date
  readonly session: Session
}

/** A reply of `kind` in the turn's language, with nothing in it yet. */
export function blank(turn: Turn, kind: ReplyKind): Reply {
  return emptyReply(kind, turn.lang, turn.locales.get(turn.lang)?.direction ?? 'ltr')
}

/** Languages in which this person may read an entry, best first: their own, those they likely know, the default. */
export function readable(turn: Turn): string[] {
  return readingOrder(turn.locales, turn.lang)
}

/** An entry's words in the best language that has them; undefined if no language of the reader has. */
export function wordsOf(id: string, turn: Turn): { text: EntryText; locale: string } | undefined {
  for (const locale of readable(turn)) {
    const text = turn.knowledge.locales.get(locale)?.entries.get(id)
    if (text) return { text, locale }
  }
  return undefined
}

/** The button that opens an entry. */
export function entryChoice(id: string, turn: Turn): Choice | undefined {
  const words = wordsOf(id, turn)
  return words && { id, label: words.text.question, entry: id }
}

/** Buttons that open entries; entries that nobody can read in this language are left out. */
export function entryChoices(ids: Iterable<string>, turn: Turn): Choice[] {
  return [...ids].flatMap((id) => entryChoice(id, turn) ?? [])
}

/** A topic's title in the reader's language. */
export function topicTitle(topic: string, turn: Turn): string | undefined {
  for (const locale of readable(turn)) {
    const title = turn.knowledge.locales.get(locale)?.titles.get(topic)
    if (title) return title
  }
  return undefined
}

/** Buttons of all topics, in their order, each with its sign. Topics without a readable entry are left out. */
export function topicChoices(turn: Turn): Choice[] {
  return turn.knowledge.topics.flatMap(({ id, sign }) => {
    const title = topicTitle(id, turn)
    return title && entriesOf(id, turn).length > 0 ? [{ id, label: `${sign} ${title}` }] : []
  })
}

/** The entries of a topic that this person can read. */
export function entriesOf(topic: string, turn: Turn): Entry[] {
  return [...turn.knowledge.entries.values()].filter(
    (entry) =>
      entry.topic === topic && !turn.withdrawn.has(entry.id) && wordsOf(entry.id, turn) !== undefined,
  )
}

export function button(turn: Turn, id: string, label: Parameters<Say>[0]): Choice {
  return { id, label: turn.say(label), compact: true }
}
