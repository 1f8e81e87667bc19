/** What no sentence may hold, since it would stand there once per language and grow old: numbers to dial, links, addresses. */
import { fold } from '../../language/normalise.ts'
import { type Content, proseOf } from '../content.ts'
import { type Finding, finding } from '../finding.ts'

/** Short numbers that are dialled as they stand; 112 alone may be said. */
const SHORT_NUMBERS = /(?<![\d.,/-])(119|116 ?111|116 ?000|116 ?123|116 ?006|527|9590)(?!\d|[.,/-]\d)/u
/** A run of digits with single signs between them. The lengths keep it linear. */
const DIGITS = /\+?\(?\d(?:[ \u00a0().\-–/]{0,2}\d){5,17}/gu
const EMAIL = /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}\.[\p{L}\d.-]{2,63}/u
const LINK =
  /https?:|www\.|(?<![\p{L}\d@])[a-z\d-]{2,40}(?:\.[a-z\d-]{2,40}){0,3}\.(?:ro|com|org|int|eu|net|gov|info|ua|md|uk)(?![\p{L}\d])/iu
/** A word for a street with a house number behind it, or in French before it. */
const STREET =
  /(?<!\p{L})(?:str\.|strada|bd\.|b-dul|bulevardul|bulevard|șos\.|șoseaua|aleea|calea|piața|intrarea|fundac|вул\.|вулиця|вулиці|бульвар|ул\.|улица|улице|бульваре|проспект|شارع|جادة)(?!\p{L})[^.!?,;]{0,40}?,? ?(?:nr\.? ?|№ ?)?\d|\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard) \p{L}/iu
const MARKUP = /<\/?[a-z][^>]{0,80}>|\*\*|\[[^\]]{1,80}\]\(|&(?:amp|nbsp|lt|gt|quot);/iu
/**
 * Controls, zero-width signs and direction overrides, as first and last code point. The joiners of Persian, Urdu and
 * Indic scripts are letters there, and single direction marks keep a Latin word in its place in an Arabic sentence.
 */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x200b, 0x200b],
  [0x202a, 0x202e],
  [0x2060, 0x2069],
  [0xfeff, 0xfeff],
]

function invisibleIn(text: string): string | undefined {
  for (const sign of text) {
    const code = sign.codePointAt(0)!
    if (INVISIBLE.some(([from, to]) => code >= from && code <= to))
      return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  }
  return undefined
}

const UNFINISHED = /(?<!\p{L})(?:TODO|FIXME|XXX|TBD|lorem ipsum)(?!\p{L})/u

interface Banned {
  readonly rule: string
  readonly finds: (text: string) => string | undefined
  readonly problem: (what: string) => string
  readonly remedy: string
}

const first = (pattern: RegExp) => (text: string) => pattern.exec(text)?.[0]

const BANNED: readonly Banned[] = [
  {
    rule: 'number to dial in prose',
    finds: (text) => phoneIn(text) ?? SHORT_NUMBERS.exec(fold(text))?.[0],
    problem: (what) => `A number to dial stands in the text: ${what}.`,
    remedy: 'Put it into contacts.json and name the contact in the topic file; 112 alone may be said.',
  },
  {
    rule: 'e-mail in prose',
    finds: first(EMAIL),
    problem: (what) => `An e-mail address stands in the text: ${what}.`,
    remedy: 'Put it into contacts.json and name the contact in the topic file.',
  },
  {
    rule: 'link in prose',
    finds: (text) => (EMAIL.test(text) ? undefined : LINK.exec(text)?.[0]),
    problem: (what) => `A web address stands in the text: ${what}.`,
    remedy: 'Put it into contacts.json as "url" and name the contact in the topic file.',
  },
  {
    rule: 'street in prose',
    finds: first(STREET),
    problem: (what) => `A street address stands in the text: ${what}.`,
    remedy: 'Put it into places.json and name the place in the topic file.',
  },
  {
    rule: 'markup in prose',
    finds: first(MARKUP),
    problem: (what) => `The text holds markup: ${what}.`,
    remedy: 'Write plain words: every channel shows them as they stand.',
  },
  {
    rule: 'invisible signs',
    finds: invisibleIn,
    problem: (what) => `The text holds an invisible sign (${what}).`,
    remedy: 'Delete the text and type it again; it was probably pasted from a web page.',
  },
  {
    rule: 'unfinished text',
    finds: first(UNFINISHED),
    problem: (what) => `The text is not finished: ${what}.`,
    remedy: 'Finish it, or take the entry out.',
  },
]

/** The first number in a text that a phone would dial: seven digits or more that are no amount, year or date. */
export function phoneIn(text: string): string | undefined {
  // Arabic and Indic digits count as well.
  for (const [found] of asciiDigits(text).matchAll(DIGITS)) if (isPhone(found)) return found
  return undefined
}

/** Digits that are no number to dial: amounts with grouped thousands, also behind a year; years; laws and files; days. */
const NO_PHONE: readonly RegExp[] = [
  /^(?:(?:19|20)\d\d )?\d{1,3}(?:[ \u00a0.,]\d{3})+$/,
  /^(?:19|20)\d\d ?[-–/ ] ?(?:19|20)\d\d$/,
  /^\d{1,6}(?:\/\d{1,6}){1,3}$/,
  /^\d{1,2}[.\-/ ]\d{1,2}[.\-/ ](?:19|20)?\d\d$/,
  /^(?:19|20)\d\d-\d{2}-\d{2}$/,
]

function isPhone(run: string): boolean {
  const digits = run.replace(/\D/g, '')
  if (run.startsWith('+')) return digits.length >= 7
  return digits.length >= 7 && !NO_PHONE.some((pattern) => pattern.test(run))
}

/** The text with the digits of every script written 0 to 9. */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => (digit <= '9' ? digit : fold(digit)))
}

/** What is wrong with one sentence. */
export function proseFaults(text: string): { rule: string; problem: string; remedy: string }[] {
  return BANNED.flatMap(({ rule, finds, problem, remedy }) => {
    const what = finds(text)
    return what ? [{ rule, problem: problem(what), remedy }] : []
  })
}

/** Applies the rules to every sentence of the knowledge and of the bot itself. */
export function* proseRules({ knowledge, ownTexts }: Content): Generator<Finding> {
  for (const { file, at, text } of proseOf(knowledge))
    for (const { rule, problem, remedy } of proseFaults(text))
      yield finding(rule, 'fault', { file, at, problem, remedy })
  for (const [tag, files] of ownTexts) {
    for (const [name, value] of files) {
      if (name === 'followups' || name === 'language') continue
      for (const { at, text } of stringsIn(value))
        for (const { rule, problem, remedy } of proseFaults(text.replace(/\{\{[^}]{0,40}\}\}/g, '…')))
          yield finding(rule, 'fault', { file: `locales/${tag}/${name}.json`, at, problem, remedy })
    }
  }
}

/** Every text inside parsed JSON, with its path; `$schema` aside. */
export function* stringsIn(value: unknown, at = ''): Generator<{ at: string; text: string }> {
  if (typeof value === 'string') {
    yield { at, text: value }
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* stringsIn(item, `${at}[${i}]`)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value))
      if (key !== '$schema') yield* stringsIn(item, at ? `${at}.${key}` : key)
  }
}
