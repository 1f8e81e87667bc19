import { contactCards } from './answer.ts'
import type { CommandName } from './message.ts'
import type { Choice, Reply } from './reply.ts'
import { blank, button, entriesOf, entryChoices, type Turn, topicChoices, topicTitle } from './turn.ts'

/** Questions of a topic that are offered at once; the rest is a page further. */
const PAGE = 8

/** First contact: hello, a sentence, the topics. */
export function welcomeReply(turn: Turn): Reply {
  return {
    ...blank(turn, 'command'),
    title: turn.say('welcome.title'),
    paragraphs: [turn.say('welcome.text')],
    choices: [...topicChoices(turn), ...ways(turn, ['language', 'human', 'sos'])],
  }
}

export function helpReply(turn: Turn): Reply {
  return {
    ...blank(turn, 'command'),
    title: turn.say('help.title'),
    paragraphs: [turn.say('help.text'), turn.say('help.how'), turn.say('notice.emergency')],
    choices: ways(turn, ['topics', 'language', 'human', 'sos', 'privacy']),
  }
}

export function topicsReply(turn: Turn): Reply {
  return {
    ...blank(turn, 'command'),
    paragraphs: [turn.say('topics.ask')],
    choices: [...topicChoices(turn), ...ways(turn, ['human'])],
  }
}

/** The questions of one topic, a page at a time. */
export function topicReply(topic: string, turn: Turn, asked = 0): Reply {
  const entries = entriesOf(topic, turn)
  // a button of an older menu may ask for a page that is no more
  const page = Math.min(asked, Math.max(0, Math.ceil(entries.length / PAGE) - 1))
  const from = page * PAGE
  const title = topicTitle(topic, turn)
  const shown = entries.slice(from, from + PAGE)
  const next: Choice[] =
    from + PAGE < entries.length ? [{ id: `page:${topic}:${page + 1}`, label: '▶', compact: true }] : []
  const back: Choice[] = page > 0 ? [{ id: `page:${topic}:${page - 1}`, label: '◀', compact: true }] : []
  return {
    ...blank(turn, 'command'),
    ...(title ? { title } : {}),
    paragraphs: [turn.say('topics.of')],
    choices: [
      ...entryChoices(
        shown.map(({ id }) => id),
        turn,
      ),
      ...back,
      ...next,
      ...ways(turn, ['topics', 'human']),
    ],
  }
}

export function languageReply(turn: Turn): Reply {
  return {
    ...blank(turn, 'command'),
    paragraphs: [turn.say('language.ask')],
    choices: [...turn.locales.values()].map(({ tag, name }) => ({
      id: `lang:${tag}`,
      label: name,
      compact: true,
    })),
  }
}

/** Said after a language was chosen, already in that language, with the topics to go on. */
export function languageSetReply(turn: Turn): Reply {
  const language = turn.locales.get(turn.lang)?.name ?? turn.lang
  return {
    ...blank(turn, 'command'),
    paragraphs: [turn.say('language.set', { language }), turn.say('welcome.text')],
    choices: [...topicChoices(turn), ...ways(turn, ['human'])],
  }
}

/** The short notice; the full one is a page, so `fullNoticeUrl` is linked where the bot has a public address. */
export function privacyReply(turn: Turn, fullNoticeUrl?: string): Reply {
  return {
    ...blank(turn, 'command'),
    title: turn.say('privacy.title'),
    paragraphs: [turn.say('privacy.text'), turn.say('privacy.forget')],
    links: fullNoticeUrl
      ? [{ label: turn.say('privacy.full'), url: `${fullNoticeUrl}?lang=${turn.lang}` }]
      : [],
    choices: fullNoticeUrl ? [] : [{ id: 'privacy:full', label: turn.say('privacy.full') }],
  }
}

/** The full notice in the chat itself, for channels without a public page. */
export function fullPrivacyReply(turn: Turn): Reply {
  const { title, paragraphs } = turn.texts.privacy(turn.lang)
  return { ...blank(turn, 'command'), title, paragraphs: [...paragraphs] }
}

export function forgetReply(turn: Turn, channel: string): Reply {
  return {
    ...blank(turn, 'command'),
    paragraphs: [
      turn.say('forget.done'),
      turn.say(channel === 'telegram' ? 'forget.telegram' : 'forget.browser'),
    ],
    effect: 'forget',
  }
}

/** Who can be reached for what was last talked about: the entry's own contacts, then IOM. */
export function humanReply(turn: Turn, entryId = turn.session.lastEntry): Reply {
  const entry = entryId === undefined ? undefined : turn.knowledge.entries.get(entryId)
  const ids = [...(entry?.contacts ?? []).filter((id) => id !== 'emergency-112'), 'iom']
  const cards = contactCards(ids, turn).slice(0, 4)
  return {
    ...blank(turn, 'command'),
    title: turn.say('human.title'),
    paragraphs: [turn.say('human.text')],
    // Where no fact gives hours the card says so: an unanswered phone is then no surprise.
    contacts: cards.map((card) =>
      card.details.length === 0 && card.lines.length > 0
        ? { ...card, details: [turn.say('human.unknown')] }
        : card,
    ),
    choices: ways(turn, ['topics', 'sos']),
    facts: [...new Set(ids.flatMap((id) => turn.knowledge.contacts.get(id)?.facts ?? []))],
  }
}

export function stopReply(turn: Turn): Reply {
  return { ...blank(turn, 'command'), paragraphs: [turn.say('stop.text')], choices: ways(turn, ['topics']) }
}

const WAYS = {
  topics: 'button.topics',
  language: 'button.language',
  human: 'button.person',
  sos: 'button.sos',
  privacy: 'button.privacy',
} as const satisfies Partial<Record<CommandName, string>>

/** Small buttons that lead to commands. */
export function ways(turn: Turn, names: readonly (keyof typeof WAYS)[]): Choice[] {
  return names.map((name) => button(turn, `cmd:${name}`, WAYS[name]))
}
