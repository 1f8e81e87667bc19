import type { PhoneLine, Reply } from '../conversation/reply.ts'
import { compiledDictionaries } from './compiled.ts'
import type { Danger } from './danger.ts'
import type { DangerKind, ReplyWords, WordGroup } from './dictionary.ts'

/*
 * The reply to somebody in danger. Fixed words, fixed numbers: no text is made, nothing is asked, nothing is promised.
 * The order is that of docs/protection.md: numbers, what to do when a line does not answer, a warm sentence, one useful
 * step, that this is a machine, choices.
 */

/** Numbers of the danger reply. Facts of the register stand beside each; a test compares them with contacts.json. */
export const CRISIS_NUMBERS = {
  /** E01, T04 */
  emergency: { dial: '112', display: '112', via: 'call' },
  /** T01, E06 */
  trafficking: { dial: '0800800678', display: '0800 800 678', via: 'call' },
  /** E07, T09 */
  home: { dial: '0800500333', display: '0800 500 333', via: 'call' },
  /** E09 */
  child: { dial: '119', display: '119', via: 'call' },
  /** T02 */
  abroad: { dial: '+40213133100', display: '+40 21 313 31 00', via: 'call' },
  /** T07 */
  text: { dial: '0757749845', display: '0757 749 845', via: 'sms' },
  /** A19: the office in Bucharest */
  iom: { dial: '+40212103050', display: '+40 21 210 30 50', via: 'call' },
} as const satisfies Record<keyof ReplyWords['labels'], PhoneLine>

type NumberName = keyof typeof CRISIS_NUMBERS

/** What stands beside 112 in the first line, by kind. */
const BESIDE_112: Readonly<Record<DangerKind, readonly NumberName[]>> = {
  trafficking: ['trafficking'],
  held: ['trafficking', 'home'],
  'violence-home': ['home'],
  violence: [],
  threat: [],
  suicide: [],
  child: ['child'],
  'child-missing': [],
  medical: [],
  stranded: [],
}

const WARM: Readonly<Record<DangerKind, keyof ReplyWords['warm']>> = {
  trafficking: 'exploited',
  held: 'exploited',
  'violence-home': 'violence',
  violence: 'violence',
  threat: 'threat',
  suicide: 'suicide',
  child: 'child',
  'child-missing': 'missing',
  medical: 'body',
  stranded: 'stranded',
}

const STEPS: Readonly<Record<DangerKind, readonly (keyof ReplyWords['step'])[]>> = {
  trafficking: ['publicPlace', 'say'],
  held: ['say'],
  'violence-home': ['say'],
  violence: ['say'],
  threat: ['publicPlace', 'say'],
  suicide: ['stay'],
  child: ['say'],
  'child-missing': ['say'],
  medical: ['say'],
  stranded: ['app', 'say'],
}

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'ps', 'ur'])

const HARM: readonly WordGroup[] = ['hit', 'weapon', 'rape', 'kill', 'threaten', 'burn', 'lock']
const HARM_TO_A_CHILD: readonly WordGroup[] = ['hit', 'burn', 'touch', 'rape', 'beg', 'hunger']
const EXPLOITED: readonly WordGroup[] = ['beg', 'sex', 'sell']

/**
 * Names of the numbers in the first line, 112 first. Beside those of the kinds also what the words themselves call for:
 * a husband who hits, a child that is burnt, whatever kind the message was taken for.
 */
export function firstLine({ kinds, first, childWriter, signs }: Danger): NumberName[] {
  const named = (groups: readonly WordGroup[]) => groups.some((group) => signs.includes(group))
  // a missing child: nothing may delay the one call that starts a search
  if (first === 'child-missing') return childWriter ? ['emergency', 'child'] : ['emergency']
  const names: NumberName[] = ['emergency']
  if (childWriter) names.push('child')
  for (const kind of kinds) names.push(...BESIDE_112[kind])
  if (named(['partner', 'family']) && named(HARM)) names.push('home')
  if (named(['child']) && named(HARM_TO_A_CHILD)) names.push('child')
  if (kinds.includes('child') && named(EXPLOITED)) names.push('trafficking')
  return [...new Set(names)]
}

/**
 * The reply in danger. Pure: works without knowledge, store or locales.
 *
 * @param lang language of the reply; English where we do not speak it
 * @param options.calmEntry id of the entry that would have answered; behind the button "I am not in danger"
 */
export function crisisReply(danger: Danger, lang: string, { calmEntry }: { calmEntry?: string } = {}): Reply {
  const [spoken, words] = wordsIn(lang)
  const names = firstLine(danger)
  const { first, childWriter, signs } = danger
  const assaulted = signs.includes('rape') && !childWriter
  const steps = [...(assaulted ? (['hospital'] as const) : []), ...STEPS[first]]
  return {
    ...bare('crisis', spoken),
    numbers: names.map((name) => line(name, words)),
    paragraphs: [
      ...(names.length > 1 ? [words.noAnswer] : []),
      childWriter ? words.warm.writerIsChild : words.warm[WARM[first]],
      ...steps.map((step) => words.step[step]),
      words.machine,
    ],
    contacts: names.includes('trafficking') ? [elsewhere(words)] : [],
    prompt: words.prompt,
    choices: [
      { id: 'cmd:sos', label: words.moreNumbers },
      { id: 'cmd:human', label: words.person },
      {
        id: `calm:${calmEntry ?? 'topics'}`,
        label: words.notInDanger,
        ...(calmEntry === undefined ? {} : { entry: calmEntry }),
      },
    ],
  }
}

/** All the numbers: for /sos, for the mode "numbers only", and when something failed inside. */
export function numbersReply(lang: string, why: 'sos' | 'trouble' = 'sos'): Reply {
  const [spoken, words] = wordsIn(lang)
  return {
    ...bare(why === 'sos' ? 'command' : 'trouble', spoken),
    numbers: (['emergency', 'trafficking', 'home', 'child', 'iom'] as const).map((name) => line(name, words)),
    title: words.numbersTitle,
    paragraphs: [words.noAnswer],
    contacts: [elsewhere(words)],
  }
}

const spokenWords = new Map(compiledDictionaries().map(({ locale, reply }) => [locale, reply]))

/** The compiled sentences: nothing outside the program can take them away. `ro-RO` is served as `ro`. */
function wordsIn(lang: string): [string, ReplyWords] {
  const bare = lang.split('-')[0]!.toLowerCase()
  const spoken = spokenWords.has(bare) ? bare : 'en'
  return [spoken, spokenWords.get(spoken)!]
}

function line(name: NumberName, { labels }: ReplyWords): PhoneLine {
  return { ...CRISIS_NUMBERS[name], label: labels[name] }
}

function elsewhere(words: ReplyWords): Reply['contacts'][number] {
  return {
    id: 'trafficking-elsewhere',
    name: words.elsewhere,
    lines: [line('abroad', words), line('text', words)],
    details: [],
  }
}

function bare(kind: Reply['kind'], lang: string): Reply {
  return {
    kind,
    lang,
    direction: RIGHT_TO_LEFT.has(lang) ? 'rtl' : 'ltr',
    numbers: [],
    notice: [],
    paragraphs: [],
    contacts: [],
    places: [],
    links: [],
    notes: [],
    choices: [],
    facts: [],
  }
}
