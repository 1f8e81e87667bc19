/** Replies where no entry is sure enough to be the answer. */
import { scrub } from '../protection/scrub.ts'
import { contactCards } from './answer.ts'
import { ways } from './menus.ts'
import type { Message } from './message.ts'
import type { MissLog } from './miss.ts'
import type { Reply } from './reply.ts'
import { blank, entryChoices, type Turn, topicChoices } from './turn.ts'

/** Two or three entries may fit: the person picks. */
export function chooseReply(ids: readonly string[], turn: Turn): Reply {
  const choices = entryChoices(ids, turn)
  if (choices.length === 0) return noneReply(turn)
  return {
    ...blank(turn, 'choose'),
    paragraphs: [turn.say('choose.text')],
    choices: [...choices, ...ways(turn, ['topics', 'human'])],
  }
}

/** "The second one" of nothing: the answer before it is forgotten, or there was none. */
export function whichReply(turn: Turn): Reply {
  return {
    ...blank(turn, 'none'),
    paragraphs: [turn.say('followup.which')],
    choices: [...topicChoices(turn), ...ways(turn, ['human'])],
  }
}

/** Says plainly that there is no answer; a second time in a row the human contact stands in the reply itself. */
function noneReply(turn: Turn): Reply {
  const again = turn.session.missesInRow > 0
  return {
    ...blank(turn, 'none'),
    paragraphs: [turn.say('none.text'), turn.say('none.hint')],
    contacts: again ? contactCards(['iom'], turn) : [],
    choices: [
      ...(again ? [] : topicChoices(turn)),
      ...ways(turn, again ? ['topics', 'human', 'sos'] : ['human']),
    ],
  }
}

/** Nothing was found: honest, with the topics; a language without entries is told which language the answers are in. */
export async function missed(
  text: string,
  turn: Turn,
  message: Message,
  options: { readonly misses?: MissLog; readonly onError?: (error: unknown) => void },
): Promise<Reply> {
  const consent = turn.session.missConsent
  if (options.misses && consent === 'yes')
    await options.misses
      .add({ text: scrub(text).text.slice(0, 200), locale: turn.lang, reason: 'none' })
      .catch((error: unknown) => options.onError?.(error))
  const reply = noneReply(turn)
  const ownEntries = turn.knowledge.locales.get(turn.lang)?.entries.size ?? 0
  if (ownEntries === 0) {
    const other = turn.locales.get(turn.locales.get(turn.lang)?.readers[0] ?? 'en')
    const language = turn.locales.get(turn.lang)?.name ?? turn.lang
    return {
      ...reply,
      paragraphs: [turn.say('none.topicsOnly', { language, other: other?.name ?? 'English' })],
    }
  }
  if (!options.misses || consent !== undefined || message.userId === '') return reply
  return {
    ...reply,
    prompt: turn.say('miss.ask'),
    choices: [
      { id: 'miss:yes', label: turn.say('button.yes'), compact: true },
      { id: 'miss:no', label: turn.say('button.no'), compact: true },
      ...reply.choices,
    ],
  }
}
