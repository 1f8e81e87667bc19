import { words as foldedWords } from '../language/normalise.ts'
import { CRISIS_NUMBERS } from './crisis.ts'
import { withoutLikely } from './likely.ts'

/** What was taken out of a text. */
export type PersonalData =
  | 'e-mail'
  | 'link'
  | 'handle'
  | 'bank account'
  | 'document'
  | 'date of birth'
  | 'personal number'
  | 'card'
  | 'phone'
  | 'number'
  | 'name'

export interface Scrubbed {
  readonly text: string
  /** Each kind once, in the order in which they were found. */
  readonly found: readonly PersonalData[]
}

/** Texts are cut here first; no question is longer. Keeps the time short whatever is sent. */
const MOST_CHARACTERS = 20_000

/*
 * Every quantifier is bounded and no two neighbours share a character, so each pattern takes a fixed number of steps
 * per place of the text.
 */
const BEFORE = '(?<![\\p{L}\\p{N}])'
const BEHIND = '(?![\\p{L}\\p{N}])'
const E_MAIL = /[^\s@<>()[\]",;:]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu
const LINK =
  /(?:https?:\/\/|www\.|(?:t\.me|wa\.me|facebook\.com|fb\.com|instagram\.com|tiktok\.com|bit\.ly)\/)[^\s<>"']{1,1000}/giu
const HANDLE = /(?<![\p{L}\p{N}@.])@[\p{L}\p{N}_.]{3,32}/gu
const IBAN = new RegExp(
  `${BEFORE}[A-Za-z]{2}\\d{2} ?(?:[A-Za-z0-9]{4} ?){2,7}[A-Za-z0-9]{0,4}${BEHIND}`,
  'gu',
)
const DOCUMENT = new RegExp(
  `${BEFORE}(?:\\p{L}{1,3}[ -]?\\p{Nd}{5,9}|\\p{Nd}{2,8}/\\p{L}{1,4}/\\p{Nd}{2,4}|\\p{Nd}{4,8}/\\p{Nd}{2,4})${BEHIND}`,
  'gu',
)
const DATE = new RegExp(
  `${BEFORE}(?:\\p{Nd}{1,2}[./-]\\p{Nd}{1,2}[./-]\\p{Nd}{4}|\\p{Nd}{4}[./-]\\p{Nd}{1,2}[./-]\\p{Nd}{1,2})${BEHIND}`,
  'gu',
)
/** "122/2006" is a law. */
const LAW = /^\p{Nd}{1,3}\/\p{Nd}{4}$/u
const DATE_ALONE =
  /^(?:\p{Nd}{1,2}[./-]\p{Nd}{1,2}[./-]\p{Nd}{4}|\p{Nd}{4}[./-]\p{Nd}{1,2}[./-]\p{Nd}{1,2})$/u
const DIGITS = new RegExp(`${BEFORE}\\+?\\p{Nd}(?:[\\s()./-]{0,3}\\p{Nd}){6,22}${BEHIND}`, 'gu')

/** Words before a name, folded. "I am" is not among them: "I am Kurdish" is no name. */
const NAME_FOLLOWS: readonly string[] = [
  'my name is', 'my name s', 'name is', 'my full name is', 'i am called', 'they call me',
  'ma numesc', 'numele meu este', 'numele meu e', 'numele meu', 'ma cheama', 'ma mai cheama',
  'мене звати', 'мене звуть', 'моє імя', 'моє прізвище', 'mene zvaty',
  'меня зовут', 'мое имя', 'моя фамилия', 'menya zovut',
  'اسمي', 'انا اسمي', 'ana esmi', 'ana ismi', 'esmi', 'ismi',
  'je m appelle', 'je mappelle', 'mon nom est', 'mon nom c est', 'moi c est',
  'me llamo', 'mi nombre es', 'mi apellido es',
  'benim adim', 'adim', 'ismim', 'benim ismim', 'soyadim',
  'اسم من', 'اسمم', 'نام من', 'esme man', 'esmam',
  'زما نوم', 'نوم مي', 'میرا نام', 'ميرا نام', 'mera naam', 'mera nam',
  'मेरा नाम', 'মেরা নাম', 'আমার নাম', 'amar nam', 'amar naam',
  'मेरो नाम', 'mero naam', 'mero nam',
  'මගේ නම', 'මගෙ නම', 'mage nama', 'toi ten la', 'ten toi la', 'ten minh la', 'minh ten la', 'em ten la',
] // biome-ignore format: a row per language

/** What follows those words where no name does: "my name is not on the list". */
const NO_NAME = new Set(
  `on in not no at the a wrong written spelled missing este nu gresit scris pe in din не в на немає нет есть є
   неправильно написано موجود مو مش غلط مكتوب ليس pas sur dans no esta en la yanlis var yok listede درست اشتباه
   है नहीं سہی نہیں ভুল নেই गलत හරි වැරදි khong sai`
    .split(/\s+/)
    .flatMap(foldedWords),
)

const INTRODUCTIONS = NAME_FOLLOWS.map((written) => foldedWords(written))
/** Words of an introduction by its first word, longest first. */
const BY_FIRST_WORD = new Map<string, string[][]>()
for (const introduction of INTRODUCTIONS.toSorted((a, b) => b.length - a.length)) {
  const [first] = introduction
  if (first !== undefined) BY_FIRST_WORD.set(first, [...(BY_FIRST_WORD.get(first) ?? []), introduction])
}
const WORD = /[\p{L}\p{M}\p{N}]{1,60}/gu
/** First name, second name, family name. */
const MOST_NAMES = 3

const PUBLIC_NUMBERS = new Set(
  Object.values(CRISIS_NUMBERS).flatMap(({ dial }) => {
    const digits = dial.replace('+', '')
    return [digits, digits.replace(/^40/, '0')]
  }),
)

/**
 * Takes personal data out of a text and puts the kind in brackets in its place. Errs towards taking out too much: what
 * is kept is read by staff, and a question is still understood without its numbers. `found` names only what is sure:
 * likely names, streets and numbers are taken out and not told.
 */
export function scrub(text: string): Scrubbed {
  const found = new Set<PersonalData>()
  const out = (kind: PersonalData) => {
    found.add(kind)
    return `[${kind}]`
  }
  const clean = text
    .slice(0, MOST_CHARACTERS)
    .replace(E_MAIL, () => out('e-mail'))
    .replace(LINK, () => out('link'))
    .replace(HANDLE, () => out('handle'))
    .replace(IBAN, () => out('bank account'))
    .replace(DATE, (date) => (isBirthYear(date) ? out('date of birth') : date))
    .replace(DOCUMENT, () => out('document'))
    .replace(DIGITS, (written) => {
      const kind = kindOfDigits(written)
      return kind === undefined ? written : out(kind)
    })
  const named = withoutNames(clean, () => out('name'))
  return { text: withoutLikely(named, isPublicNumber), found: [...found] }
}

/** Whether a text surely holds personal data. */
export function hasPersonalData(text: string): boolean {
  return scrub(text).found.length > 0
}

/** Numbers that everybody may know: those of danger, and those of laws ("122/2006"). */
function isPublicNumber(written: string): boolean {
  return PUBLIC_NUMBERS.has(foldedWords(written).join('')) || LAW.test(written)
}

function kindOfDigits(written: string): PersonalData | undefined {
  const digits = foldedWords(written).join('')
  if (PUBLIC_NUMBERS.has(digits)) return undefined
  if (LAW.test(written) || DATE_ALONE.test(written)) return undefined
  const groups = written.split(/[^\p{Nd}]+/u).filter(Boolean)
  if (groups.every((group) => /^(?:19|20)\d\d$/.test(group))) return undefined
  if (/^\d{13}$/.test(digits) && /^[1-9]/.test(digits) && isBirthMonth(digits)) return 'personal number'
  if (digits.length >= 13 && passesLuhn(digits)) return 'card'
  return digits.length <= 15 ? 'phone' : 'number'
}

/** A Romanian personal number: sex and century, then year, month and day of birth. */
function isBirthMonth(digits: string): boolean {
  const month = Number(digits.slice(3, 5))
  const day = Number(digits.slice(5, 7))
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/** The check digit of bank cards (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: string): boolean {
  let sum = 0
  ;[...digits].reverse().forEach((digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  })
  return sum % 10 === 0
}

/** Only dates on which somebody may have been born: a deadline in a question is no personal data. */
function isBirthYear(date: string): boolean {
  const year = Number(foldedWords(date).find((part) => part.length === 4) ?? 0)
  return year >= 1920 && year <= new Date().getFullYear() - 1
}

function withoutNames(text: string, mark: () => string): string {
  const places = [...text.matchAll(WORD)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    word: foldedWords(match[0])[0] ?? '',
    capital: /^\p{Lu}/u.test(match[0]),
    /** Scripts without capitals show no end of a name. */
    caseless: !/[\p{Lu}\p{Ll}]/u.test(match[0]),
  }))
  let result = ''
  let copied = 0
  for (let at = 0; at < places.length; at++) {
    const introduction = BY_FIRST_WORD.get(places[at]!.word)?.find((words) =>
      words.every((word, offset) => places[at + offset]?.word === word),
    )
    if (introduction === undefined) continue
    const start = at + introduction.length
    const first = places[start]
    if (first === undefined || NO_NAME.has(first.word)) continue
    let end = start
    while (end + 1 < places.length && end + 1 - start < MOST_NAMES) {
      const next = places[end + 1]!
      const joined = /^[\s.'’-]{1,2}$/u.test(text.slice(places[end]!.to, next.from))
      if (!joined || NO_NAME.has(next.word)) break
      if (!next.capital && !(next.caseless && end + 1 - start < 2)) break
      end++
    }
    result += text.slice(copied, first.from) + mark()
    copied = places[end]!.to
    at = end
  }
  return result + text.slice(copied)
}
