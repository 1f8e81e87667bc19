import { numbersReply } from '../protection/crisis.ts'
import { answerReply, contactCards } from './answer.ts'
import { localeOf } from './languages.ts'
import {
  forgetReply,
  fullPrivacyReply,
  helpReply,
  humanReply,
  languageReply,
  languageSetReply,
  privacyReply,
  stopReply,
  topicReply,
  topicsReply,
  ways,
  welcomeReply,
} from './menus.ts'
import { COMMANDS, type CommandName } from './message.ts'
import type { Reply } from './reply.ts'
import type { Session } from './session.ts'
import { blank, entryChoices, type Turn } from './turn.ts'

/** A reply, and what the turn changes in the session beyond what every turn does. */
export interface Outcome {
  readonly reply: Reply
  readonly session: Partial<Session>
  /** A voice for or against an answer, to be counted. */
  readonly feedback?: { readonly entry: string; readonly helped: boolean }
}

/** Entries whose voices are remembered per person; more are tapped by no one in a day. */
const MOST_VOICED = 100

type TurnIn = (lang: string) => Turn

const plain = (reply: Reply): Outcome => ({ reply, session: {} })

/** The reply to a command, typed or tapped. */
export function commandReply(
  name: CommandName,
  argument: string | undefined,
  turn: Turn,
  turnIn: TurnIn,
  channel: string,
  privacyUrl: string | undefined,
): Outcome {
  switch (name) {
    case 'start':
      return startReply(argument, turn, turnIn)
    case 'help':
      return plain(helpReply(turn))
    case 'language':
      return argument ? chooseLanguage(argument, turn, turnIn) : plain(languageReply(turn))
    case 'topics':
      return plain(topicsReply(turn))
    case 'privacy':
      return plain(privacyReply(turn, privacyUrl))
    case 'forget':
      return plain(forgetReply(turn, channel))
    case 'human':
      return plain(humanReply(turn))
    case 'stop':
      return plain(stopReply(turn))
    case 'sos':
      return plain(numbersReply(turn.lang))
  }
}

/** `/start`, with a deep link `<entry or topic>` or `<id>__<lang>`; what leads nowhere is a plain welcome. */
function startReply(argument: string | undefined, turn: Turn, turnIn: TurnIn): Outcome {
  const [id = '', tag] = (argument ?? '').split('__')
  const lang = localeOf(tag, turn.locales)
  const there = lang ? turnIn(lang) : turn
  const session: Partial<Session> = lang ? { language: lang } : {}
  const opened = openReply(id, there)
  return { reply: opened ?? welcomeReply(there), session }
}

/** The answer or topic behind an id; undefined if there is none. */
export function openReply(id: string, turn: Turn): Reply | undefined {
  const entry = turn.knowledge.entries.get(id)
  if (entry) return answerReply(entry, turn, { confidence: 1 })
  return turn.knowledge.topics.some((topic) => topic.id === id) ? topicReply(id, turn) : undefined
}

function chooseLanguage(tag: string, turn: Turn, turnIn: TurnIn): Outcome {
  const lang = localeOf(tag, turn.locales)
  if (!lang) {
    const reply = languageReply(turn)
    return plain({ ...reply, paragraphs: [turn.say('language.unknown'), ...reply.paragraphs] })
  }
  return { reply: languageSetReply(turnIn(lang)), session: { language: lang, lastLanguage: lang } }
}

/** The reply to a tapped button. Ids from outside are only ever looked up; unknown ones lead to the topics. */
export function choiceReply(
  id: string,
  turn: Turn,
  turnIn: TurnIn,
  channel: string,
  privacyUrl: string | undefined,
): Outcome {
  const [action = '', value = '', rest] = id.split(':')
  switch (id.includes(':') ? action : '') {
    case 'lang':
      return chooseLanguage(value, turn, turnIn)
    case 'cmd': {
      const name = COMMANDS.find((command) => command === value)
      return name
        ? commandReply(name, undefined, turn, turnIn, channel, privacyUrl)
        : plain(topicsReply(turn))
    }
    case 'calm':
      return plain(openReply(value, turn) ?? topicsReply(turn))
    case 'page':
      return plain(
        turn.knowledge.topics.some((topic) => topic.id === value)
          ? topicReply(value, turn, pageNumber(rest))
          : topicsReply(turn),
      )
    case 'helped':
      return feedbackOutcome(value, true, turn)
    case 'notmeant':
      return feedbackOutcome(value, false, turn)
    case 'miss': {
      const missConsent = value === 'yes' ? 'yes' : 'no'
      const paragraphs = [turn.say(`miss.${missConsent}`)]
      const reply: Reply = { ...blank(turn, 'command'), paragraphs, choices: ways(turn, ['topics', 'human']) }
      return { reply, session: { missConsent } }
    }
    case 'privacy':
      return plain(fullPrivacyReply(turn))
    default:
      return plain(openReply(id, turn) ?? topicsReply(turn))
  }
}

function pageNumber(text: string | undefined): number {
  return /^\d{1,2}$/.test(text ?? '') ? Number(text) : 0
}

/** "This helped" is thanked for; "not what I meant" gets the questions nearby and a person. */
function feedbackOutcome(id: string, helped: boolean, turn: Turn): Outcome {
  const entry = turn.knowledge.entries.get(id)
  if (!entry) return plain(topicsReply(turn))
  const voice = voiceOf(id, helped, turn)
  if (helped) {
    const reply: Reply = {
      ...blank(turn, 'command'),
      paragraphs: [turn.say('feedback.thanks')],
      choices: ways(turn, ['topics']),
    }
    return { reply, ...voice }
  }
  const nearby = entryChoices(
    [...new Set([...turn.session.lastChoices, ...(entry.related ?? [])])].slice(0, 4),
    turn,
  )
  const reply: Reply = {
    ...blank(turn, 'choose'),
    paragraphs: [turn.say('feedback.sorry')],
    contacts: nearby.length === 0 ? contactCards(['iom'], turn) : [],
    choices: [...nearby, ...ways(turn, ['topics', 'human'])],
  }
  return { reply, ...voice }
}

/** A person's first voice on an entry counts; tapped again, the reply is the same and nothing is counted. */
function voiceOf(entry: string, helped: boolean, { session }: Turn): Omit<Outcome, 'reply'> {
  const voiced = session.voiced ?? []
  if (voiced.includes(entry)) return { session: {} }
  return { session: { voiced: [...voiced, entry].slice(-MOST_VOICED) }, feedback: { entry, helped } }
}

/** What /forget is answered with: "done" is said only where the store confirmed it. */
export function forgetReceipt(reply: Reply, forgotten: boolean, turn: Turn): Reply {
  if (forgotten) return reply
  return { ...reply, paragraphs: reply.paragraphs.with(0, turn.say('forget.failed')) }
}
