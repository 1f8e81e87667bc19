import type { SmalltalkAct } from '../knowledge/entry.ts'
import type { Detection } from '../language/detect.ts'
import { DEFAULT_LOCALE, type Locales } from '../language/locale.ts'
import { words } from '../language/normalise.ts'
import type { Texts } from '../language/texts.ts'
import { crisisReply, numbersReply } from '../protection/crisis.ts'
import type { Danger } from '../protection/danger.ts'
import { scrub } from '../protection/scrub.ts'
import type { SearchResult } from '../search/search.ts'
import { answerReply, nearbyReply } from './answer.ts'
import type { Brain } from './brain.ts'
import { choiceReply, commandReply, forgetReceipt, type Outcome } from './choices.ts'
import { dangerIn } from './danger.ts'
import { followupOf, isBareFollowup } from './followup.ts'
import { followupReply } from './followups.ts'
import { intentOf } from './intent.ts'
import {
  languageOfFollowup,
  languageOfText,
  languageWithoutText,
  localeOf,
  searchLocales,
} from './languages.ts'
import { forget, recall, remember } from './memory.ts'
import { humanReply, ways } from './menus.ts'
import type { Answer, Message } from './message.ts'
import type { MissLog } from './miss.ts'
import { isGuess, isKnown, isSmalltalk, isUntold } from './ordinary.ts'
import type { Reply } from './reply.ts'
import type { Session, SessionStore } from './session.ts'
import { ACT_PREFIX, smalltalkReply } from './smalltalk.ts'
import { blank, type Turn } from './turn.ts'
import { chooseReply, missed, whichReply } from './unsure.ts'

/** The entry that asks for a human being: its answer is the contacts of whatever was talked about. */
const PERSON_ENTRY = 'talk-to-person'
/** One word alone is answered from this confidence on. */
const ONE_WORD_SURE = 0.4
/** Confidence from which a question goes before small talk that it merely resembles: "who is JRS", "who are you". */
const SURER_THAN_SMALLTALK = 0.6
/** Below this confidence in small talk the entries beside it are offered. */
const ACT_SURE = 0.4

export interface ConversationOptions {
  /** The newest good content; asked once per turn. */
  readonly brain: () => Brain
  readonly texts: Texts
  readonly locales: Locales
  /** Without it nobody is remembered. */
  readonly sessions?: SessionStore
  /** Without it no unanswered question is kept. */
  readonly misses?: MissLog
  /** Whether staff put the bot to "numbers only". Default: never. */
  readonly numbersOnly?: () => boolean
  /** Entries taken out of the running bot, and a notice above all replies. Default: none. */
  readonly live?: () => {
    readonly withdrawn: ReadonlySet<string>
    readonly notice?: (lang: string) => string | undefined
  }
  /** Address of the full privacy notice, where the bot has a public one. */
  readonly privacyUrl?: string
  readonly now?: () => Date
  /** Called after each turn, for counting; gets no text and no id. */
  readonly onTurn?: (turn: { channel: string; kind: Reply['kind']; lang: string; ms: number }) => void
  /** Called with what failed inside; the person gets numbers all the same. */
  readonly onError?: (error: unknown) => void
}

/** The one door: one message in, one reply out, never an exception and never silence. */
export function createConversation(options: ConversationOptions): Answer {
  return async (message) => {
    const started = performance.now()
    // Danger is looked for before anything that can fail: no store, no sentences and no search stand before it.
    const danger = dangerOf(message, options)
    const reply = await takeTurn(message, danger, options).catch((error: unknown) => {
      options.onError?.(error)
      return danger ? crisisReply(danger, danger.locale) : troubleReply(message, options)
    })
    options.onTurn?.({
      channel: message.channel,
      kind: reply.kind,
      lang: reply.lang,
      ms: performance.now() - started,
    })
    return reply
  }
}

/** Danger in the message; a broken detector costs the recognition, not the reply. */
function dangerOf(message: Message, options: ConversationOptions): Danger | undefined {
  try {
    return dangerIn(message, options.brain().danger)
  } catch (error) {
    options.onError?.(error)
    return undefined
  }
}

/** Numbers that stand in the code itself: they come even if content, sentences or store are broken. */
function troubleReply(message: Message, { locales }: ConversationOptions): Reply {
  const hint = message.languageHint?.toLowerCase().split('-')[0]
  return numbersReply(hint && locales.has(hint) ? hint : DEFAULT_LOCALE, 'trouble')
}

async function takeTurn(
  message: Message,
  danger: Danger | undefined,
  options: ConversationOptions,
): Promise<Reply> {
  const { texts, locales } = options
  const intent = intentOf(message)
  const brain = options.brain()
  const session = await recall(options.sessions, message)
  const live = options.live?.() ?? { withdrawn: new Set<string>() }
  const base = {
    texts,
    locales,
    knowledge: brain.knowledge,
    withdrawn: live.withdrawn,
    now: options.now?.() ?? new Date(),
    session,
  }
  const turnIn = (lang: string): Turn => ({ ...base, lang, say: texts.say(lang) })

  if (intent.kind === 'question') {
    const detection = brain.detector.detect(intent.text, {
      previous: session.language ?? session.lastLanguage,
      hint: message.languageHint,
    })
    const { lang, offer } =
      languageOfFollowup(intent.text, session, texts) ??
      languageOfText(detection, session, message.languageHint, locales)
    const turn = turnIn(lang)
    const found = danger && foundFor(intent.text, detection, turn, brain)
    const ordinary =
      danger &&
      ((isUntold(danger) && isSmalltalk(intent.text, turn, brain)) ||
        (isGuess(danger) && found && isKnown(found, turn)))
    if (danger && !ordinary) {
      const calm = found && calmEntry(found)
      // Nothing of this turn is kept, not even that it happened.
      return crisisReply(danger, lang, calm ? { calmEntry: calm } : {})
    }
    if (options.numbersOnly?.()) return numbersReply(lang, 'trouble')
    const reply = await answerQuestion(intent.text, detection, turn, brain, options, message)
    const told = ordinary ? { ...reply, notes: [...reply.notes, turn.say('notice.emergency')] } : reply
    const outcome: Outcome = { reply: withPersonalNote(intent.text, told, turn), session: {} }
    return finish(outcome, turn, message, options, live.notice?.(lang), offer)
  }

  const lang = languageWithoutText(session, message.languageHint, locales)
  const turn = turnIn(lang)
  // "/help he locked me in": the words behind a command are read as well
  if (danger && intent.kind === 'command') {
    if (intent.name === 'forget') await forget(options.sessions, message)
    return crisisReply(danger, session.language ?? localeOf(danger.locale, locales) ?? lang)
  }
  const asksToForget = intent.kind === 'choice' && intent.id === 'cmd:forget'
  if (options.numbersOnly?.() && intent.kind !== 'command' && !asksToForget)
    return numbersReply(lang, 'trouble')
  switch (intent.kind) {
    case 'command': {
      const outcome = commandReply(
        intent.name,
        intent.argument,
        turn,
        turnIn,
        message.channel,
        options.privacyUrl,
      )
      if (outcome.reply.effect === 'forget')
        return forgetReceipt(outcome.reply, await forget(options.sessions, message), turn)
      if (intent.name === 'sos') return outcome.reply
      if (options.numbersOnly?.()) return numbersReply(lang, 'trouble')
      return finish(outcome, turn, message, options, live.notice?.(lang))
    }
    case 'choice': {
      const outcome = choiceReply(intent.id, turn, turnIn, message.channel, options.privacyUrl)
      if (outcome.reply.effect === 'forget')
        return forgetReceipt(outcome.reply, await forget(options.sessions, message), turn)
      if (outcome.feedback) {
        const { entry, helped } = outcome.feedback
        await options.misses
          ?.countFeedback(entry, outcome.reply.lang, helped)
          .catch((error) => options.onError?.(error))
      }
      return finish(outcome, turn, message, options, live.notice?.(outcome.reply.lang))
    }
    case 'location':
      return finish(
        { reply: nearest(intent, turn), session: {} },
        turn,
        message,
        options,
        live.notice?.(lang),
      )
    case 'unreadable': {
      const reply: Reply = {
        ...blank(turn, 'none'),
        paragraphs: [turn.say(`unreadable.${intent.what}`)],
        choices: ways(turn, ['topics', 'human', 'sos']),
      }
      return finish({ reply, session: {} }, turn, message, options, live.notice?.(lang))
    }
  }
}

/** The nearest places of the kind that was last talked about, else one of each kind that people look for. */
function nearest(where: { latitude: number; longitude: number }, turn: Turn): Reply {
  const last = turn.session.lastEntry ? turn.knowledge.entries.get(turn.session.lastEntry) : undefined
  const kinds = last?.finds ? [last.finds] : (['library', 'immigration-office', 'asylum-centre'] as const)
  return nearbyReply(kinds, { latitude: where.latitude, longitude: where.longitude }, turn)
}

async function answerQuestion(
  text: string,
  detection: Detection,
  turn: Turn,
  brain: Brain,
  options: ConversationOptions,
  message: Message,
): Promise<Reply> {
  const towns = brain.towns.find(text)
  const spoken = new Set([turn.lang, 'en', ...(turn.session.lastLanguage ? [turn.session.lastLanguage] : [])])
  const vocabulary = [...spoken].map((locale) => turn.texts.followups(locale))
  const townWords = towns[0] ? text.slice(towns[0].start, towns[0].end).split(/\s+/u).length : 0
  const followup = followupOf(text, turn.session, vocabulary, townWords)
  if (followup) {
    const reply = followupReply(followup, turn, towns[0])
    if (reply) return reply
  }
  if (isBareFollowup(text, vocabulary)) return whichReply(turn)
  const smalltalk = brain.smalltalk.find(text, [
    turn.lang,
    ...detection.candidates.map(({ locale }) => locale),
  ])
  if (smalltalk?.exact) return smalltalkReply(smalltalk.act, turn)
  const result = search(text, detection, turn, brain)
  const entries = result.matches.filter(({ entry }) => !entry.startsWith(ACT_PREFIX))
  const best = result.matches[0]
  const isAct = best?.entry.startsWith(ACT_PREFIX) ?? false
  const asksSurely =
    result.verdict === 'answer' && !isAct && best !== undefined && best.confidence >= SURER_THAN_SMALLTALK
  const act = smalltalk?.act ?? brain.acts.find(text, turn.lang)
  if (act && !asksSurely) return smalltalkReply(act, turn)
  if (isAct && best && result.verdict === 'answer' && best.confidence >= ACT_SURE)
    return smalltalkReply(best.entry.slice(ACT_PREFIX.length) as SmalltalkAct, turn)

  const top = entries[0]
  const entry = top && turn.knowledge.entries.get(top.entry)
  // a single word may mean many things: "job", "taxi"
  const isVague = top !== undefined && top.confidence < ONE_WORD_SURE && words(text).length === 1
  if (result.verdict === 'answer' && top && entry && !isAct && !isVague) {
    if (entry.id === PERSON_ENTRY) {
      const human = humanReply(turn)
      return { ...human, kind: 'answer', entry: entry.id, confidence: top.confidence, facts: entry.facts }
    }
    const where = towns[0]
    return answerReply(entry, turn, {
      confidence: top.confidence,
      neighbours: entries.slice(1, 3).map((match) => match.entry),
      ...(result.also ? { also: result.also.filter((id) => !id.startsWith(ACT_PREFIX)) } : {}),
      ...(where ? { where } : {}),
    })
  }
  if (result.verdict !== 'none' && entries.length > 0)
    return chooseReply(
      entries.slice(0, 3).map((m) => m.entry),
      turn,
    )
  return missed(text, turn, message, options)
}

/** Matches in every language that the text may be in. */
export function search(text: string, detection: Detection, turn: Turn, brain: Brain): SearchResult {
  const read = detection.retyped ?? text
  return brain.search.find(read, {
    locales: searchLocales(read, detection, turn.lang, brain.search.locales),
  })
}

/** What the search makes of a message that looks like danger; undefined if it fails. */
function foundFor(text: string, detection: Detection, turn: Turn, brain: Brain): SearchResult | undefined {
  try {
    return search(text, detection, turn, brain)
  } catch {
    // A broken search must not stand between a person in danger and the numbers.
    return undefined
  }
}

/** What would have been answered, for "I am not in danger". */
function calmEntry({ matches }: SearchResult): string | undefined {
  const found = matches.find(({ entry }) => !entry.startsWith(ACT_PREFIX))
  return found && found.confidence >= 0.2 ? found.entry : undefined
}

/** One gentle line where somebody sent personal data: not needed, not kept. */
function withPersonalNote(text: string, reply: Reply, turn: Turn): Reply {
  return scrub(text).found.length === 0
    ? reply
    : { ...reply, notes: [...reply.notes, turn.say('notes.personal')] }
}

/** Adds what every reply may carry, and remembers ids and counters of the turn. */
async function finish(
  { reply, session: changes }: Outcome,
  turn: Turn,
  message: Message,
  options: ConversationOptions,
  liveNotice?: string,
  offer?: string,
): Promise<Reply> {
  const { session } = turn
  const lang = reply.lang
  const first = !session.greeted.includes(lang)
  const say = turn.texts.say(lang)
  const notice = [
    ...(liveNotice ? [liveNotice] : []),
    ...(first ? [say('notice.machine'), say('notice.emergency'), say('notice.free')] : []),
  ]
  const switchTo = offer
    ? [
        {
          id: `lang:${offer}`,
          label: say('language.offer', { language: turn.locales.get(offer)?.name ?? offer }),
        },
      ]
    : []
  const choices = [...reply.choices, ...switchTo]
  const offered = reply.choices.flatMap(({ entry }) => entry ?? []).slice(0, 3)
  const next: Session = {
    ...session,
    greeted: first ? [...session.greeted, lang] : session.greeted,
    lastLanguage: lang,
    lastChoices: offered,
    missesInRow: reply.kind === 'none' ? session.missesInRow + 1 : 0,
    ...(reply.entry ? { lastEntry: reply.entry } : {}),
    ...changes,
  }
  await remember(options.sessions, message, next)
  return { ...reply, notice, choices }
}
