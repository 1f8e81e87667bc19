import { join } from 'node:path'
import type { Brain } from './conversation/brain.ts'
import {
  type ConversationOptions,
  createConversation,
  search as searchEntries,
} from './conversation/conversation.ts'
import { languageOfText } from './conversation/languages.ts'
import type { Answer } from './conversation/message.ts'
import type { MissLog } from './conversation/miss.ts'
import type { Reply } from './conversation/reply.ts'
import { newSession, type SessionStore } from './conversation/session.ts'
import { ACT_PREFIX, createActSearch, createSmalltalkIndex } from './conversation/smalltalk.ts'
import type { Turn } from './conversation/turn.ts'
import type { Fault } from './fault.ts'
import { contactNames } from './knowledge/contact-names.ts'
import { type LiveWatch, NOTHING_LIVE, noticeAt, watchLive } from './knowledge/live.ts'
import { type Knowledge, loadKnowledge } from './knowledge/load.ts'
import { createTownFinder, loadTowns } from './knowledge/towns.ts'
import { type Watch, type WatchState, watchContent } from './knowledge/watch.ts'
import { createDetector, type Detection } from './language/detect.ts'
import { type Locales, loadLocales } from './language/locale.ts'
import { loadTexts, type Texts } from './language/texts.ts'
import { learnAhead } from './protection/ahead.ts'
import { createProtection, isLearnt, type Verdict } from './protection/protection.ts'
import { createSearch, type SearchContent, type SearchOptions, type SearchResult } from './search/search.ts'

export interface BotOptions {
  readonly knowledgeDir: string
  readonly localesDir: string
  /** Folder for trained indexes, withdrawn answers and the notice. Without it nothing is read or written there. */
  readonly dataDir?: string
  readonly sessions?: SessionStore
  readonly misses?: MissLog
  readonly numbersOnly?: () => boolean
  readonly privacyUrl?: string
  readonly now?: () => Date
  /** Follow changes of the content folder. Default false. */
  readonly reload?: boolean
  /** Where the search is trained. Default `workers`. */
  readonly training?: 'workers' | 'here' | 'off'
  readonly onProgress?: (locale: string, done: number) => void
  readonly onTurn?: NonNullable<ConversationOptions['onTurn']>
  readonly onError?: (error: unknown) => void
  /** Told why a change of the content is not in service, and with an empty list when all is well again. */
  readonly onFaults?: (faults: readonly Fault[]) => void
}

/** How one text was understood, for staff. */
export interface Explanation {
  readonly detection: Detection
  readonly lang: string
  readonly danger: Verdict
  readonly smalltalk?: { readonly act: string; readonly locale: string }
  readonly towns: readonly { readonly town: string; readonly county: string }[]
  readonly search: SearchResult
}

/** The bot without channels. */
export interface Bot {
  readonly answer: Answer
  readonly texts: Texts
  readonly locales: Locales
  knowledge(): Knowledge
  explain(text: string, hint?: string): Explanation
  /** Settles when the search of the content in service is fully trained. */
  ready(): Promise<void>
  /** State of the content, for /readyz. */
  contentState(): WatchState
  /** Entries, texts, bytes and training per language of the search. */
  sizes(): ReturnType<Brain['search']['sizes']>
  stop(): Promise<void>
}

/**
 * Builds the bot from its content folders.
 *
 * @throws ContentError with every fault, if the content cannot be used.
 */
export async function createBot(options: BotOptions): Promise<Bot> {
  const locales = await loadLocales(options.localesDir)
  const texts = await loadTexts(options.localesDir, locales)
  const stopping = new AbortController()
  const load = async (old?: Brain) => {
    const knowledge = await loadKnowledge({ knowledgeDir: options.knowledgeDir })
    const isSame = old?.knowledge.partHashes.danger === knowledge.partHashes.danger
    const learnt = isSame ? Promise.resolve() : learnDanger(options, stopping.signal)
    return build(knowledge, learnt, options, old)
  }
  let brain = await load()
  const { watch, live } = await follow(
    options,
    () => load(brain),
    (next) => {
      const old = brain
      brain = next
      if (old.search !== next.search) void old.search.close()
      if (old.acts !== next.acts) void old.acts.close()
    },
  )
  const now = options.now ?? (() => new Date())
  const answer = createConversation({
    ...options,
    brain: () => brain,
    texts,
    locales,
    live: () => {
      const state = live?.current() ?? NOTHING_LIVE
      return { withdrawn: state.withdrawn, notice: (lang: string) => noticeAt(state, now(), lang) }
    },
  })
  return {
    answer,
    texts,
    locales,
    knowledge: () => brain.knowledge,
    explain: (text, hint) => explain(text, hint, brain, locales, texts),
    ready: async () => void (await Promise.all([brain.search.ready, brain.acts.ready])),
    contentState: () => watch?.state() ?? {},
    sizes: () => brain.search.sizes(),
    async stop() {
      stopping.abort()
      await Promise.all([watch?.stop(), live?.stop()])
      // last, since a reload that was running may have brought another search
      await Promise.all([brain.search.close(), brain.acts.close()])
    },
  }
}

/** Has danger learnt in a thread where it can be kept; else it is learnt when the detector is built. */
async function learnDanger(
  { knowledgeDir, dataDir, training = 'workers', onError }: BotOptions,
  signal: AbortSignal,
): Promise<void> {
  const cacheDir = cacheDirOf(dataDir)
  if (!cacheDir || training !== 'workers' || isLearnt(knowledgeDir, cacheDir)) return
  const failure = await learnAhead(knowledgeDir, cacheDir, signal)
  if (failure !== undefined && !signal.aborted) onError?.(failure)
}

const cacheDirOf = (dataDir: string | undefined) => dataDir && join(dataDir, 'search')

/** Builds what answers, taking from `old` every part whose content has not changed: most edits change only answers. */
async function build(
  knowledge: Knowledge,
  dangerLearnt: Promise<void>,
  options: BotOptions,
  old?: Brain,
): Promise<Brain> {
  const { dataDir, training, onProgress } = options
  const cacheDir = cacheDirOf(dataDir)
  const same = (part: keyof Knowledge['partHashes']) =>
    old?.knowledge.partHashes[part] === knowledge.partHashes[part] ? old : undefined
  const detector = sameLanguages(knowledge, old)?.detector ?? createDetector(detectorTexts(knowledge))
  const towns = same('towns')?.towns ?? createTownFinder(await loadTowns(options.knowledgeDir))
  // before the search, whose training would take the machine from it
  await dangerLearnt
  const danger = same('danger')?.danger ?? createProtection(options.knowledgeDir, cacheDir)
  const searching: SearchOptions = {
    ...(cacheDir ? { cacheDir } : {}),
    ...(training ? { training } : {}),
    ...(onProgress ? { onProgress } : {}),
    ...(options.onError ? { onTrouble: (_, error) => options.onError?.(error) } : {}),
  }
  const search =
    same('asked')?.search ??
    createSearch(searchContents(knowledge), { ...searching, ...(old ? { previous: old.search } : {}) })
  const acts =
    (same('asked') && same('danger'))?.acts ??
    createActSearch(knowledge, danger.calm, { ...searching, workers: 1 })
  return {
    knowledge,
    search,
    detector,
    danger,
    smalltalk: createSmalltalkIndex(knowledge),
    acts,
    towns,
  }
}

/** A few new ways to ask do not change how a language looks, so the detector learns anew only with a new language. */
function sameLanguages({ locales }: Knowledge, old: Brain | undefined): Brain | undefined {
  const tags = (known: Knowledge['locales']) => [...known.keys()].sort().join(' ')
  return old && tags(locales) === tags(old.knowledge.locales) ? old : undefined
}

/** What the language detector learns from besides public texts: the ways to ask, per language. */
export function detectorTexts({ locales }: Knowledge): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...locales].map(([locale, { entries, smalltalk }]) => [
      locale,
      [
        ...[...entries.values()].flatMap(({ question, phrasings }) => [question, ...phrasings]),
        ...[...smalltalk.values()].flatMap(({ phrasings }) => phrasings),
      ],
    ]),
  )
}

/** What the search learns from, per language: entries, small talk beside them, and what is not ours to answer. */
export function searchContents(knowledge: Knowledge): SearchContent[] {
  const namesOf = contactNames(knowledge)
  return [...knowledge.locales].flatMap(([locale, content]) => {
    if (content.entries.size === 0) return []
    const entries = [...content.entries].map(([id, { question, phrasings, answer }]) => ({
      id,
      texts: [question, ...phrasings, ...namesOf(id, locale)],
      answer,
    }))
    const acts = [...content.smalltalk].map(([act, { phrasings }]) => ({
      id: ACT_PREFIX + act,
      texts: phrasings,
    }))
    return [{ locale, entries: [...entries, ...acts], offtopic: content.offtopic, names: content.names }]
  })
}

async function follow(
  options: BotOptions,
  load: () => Promise<Brain>,
  take: (brain: Brain) => void,
): Promise<{ watch?: Watch; live?: LiveWatch }> {
  const told = options.onFaults ?? (() => {})
  const live = options.dataDir ? await watchLive(options.dataDir, told) : undefined
  const watch = options.reload
    ? await watchContent({ paths: [options.knowledgeDir], load, take, told })
    : undefined
  return { ...(watch ? { watch } : {}), ...(live ? { live } : {}) }
}

function explain(
  text: string,
  hint: string | undefined,
  brain: Brain,
  locales: Locales,
  texts: Texts,
): Explanation {
  const detection = brain.detector.detect(text, { hint })
  const { lang } = languageOfText(detection, newSession, hint, locales)
  const turn: Turn = {
    lang,
    say: texts.say(lang),
    texts,
    locales,
    knowledge: brain.knowledge,
    withdrawn: new Set(),
    now: new Date(),
    session: newSession,
  }
  const act = brain.acts.find(text, lang)
  const smalltalk = brain.smalltalk.find(text, [lang]) ?? (act && { act, locale: lang })
  return {
    detection,
    lang,
    danger: brain.danger.explain(text),
    ...(smalltalk ? { smalltalk } : {}),
    towns: brain.towns.find(text).map(({ town, county }) => ({ town, county })),
    search: searchEntries(text, detection, turn, brain),
  }
}

export type { Answer, Reply }
