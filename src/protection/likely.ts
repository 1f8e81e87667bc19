/*
 * What is only likely to be personal: two capitalised words in a row, a street with what follows, a number. It is taken
 * out of what is kept, where a mistake costs staff a word; nobody is told on such a guess that they sent personal data.
 */
import { words as foldedWords } from '../language/normalise.ts'
import { isStopWord } from '../language/stem.ts'

const WORD = /[\p{L}\p{M}\p{N}]{1,60}/gu
/** Between the words of one name or address; a longer way apart they do not belong together. */
const JOINT = /^[\s.,:;№#'’/-]{0,3}$/u
const SENTENCE_END = /[.!?…;:\n\r¿¡؟।۔]/u

/** Words for a street before its name, folded; in a script without capitals whatever follows is the name. */
const STREETS = setOf(`
  strada str stradela bd bdul dul bulevardul bulevard blvd aleea sos soseaua splaiul intrarea fundatura prelungirea
  rue avenue avenida calle carrer ulica ulitsa vulytsia vul duong pho
  вул вулиця вулиці вулицi бульвар проспект просп пр провулок пров ул улица улице улицы переулок пер шоссе
  شارع شارعِ خیابان کوچه سڑک گلی सड़क गली রোড সড়ক पथ मार्ग වීදිය මාවත පාර`)
/** Words that mean a street only before a capital or a number: "calea" is also the way to do something. */
const PERHAPS_STREETS = setOf('calea piata drumul cartierul cartier')
/** Words for a street behind its name. */
const STREETS_BEHIND = setOf('street road avenue lane boulevard sokak sokagi cadde caddesi mahallesi bulvari')
/** Parts of an address that stand between its numbers. */
const PARTS = setOf(`
  nr no num numarul bl bloc blocul sc scara et etaj etajul ap apt apart apartament apartamentul sector sectorul de din
  кв квартира буд будинок дом корпус корп подъезд під д к n house flat floor building daire kat`)
/** Languages whose little words may follow a street word without being its name: "I live in the street and …". */
const LITTLE_WORDS = [
  'ro',
  'en',
  'uk',
  'ru',
  'fr',
  'es',
  'tr',
  'ar',
  'fa',
  'ur',
  'hi',
  'bn',
  'ne',
  'si',
  'vi',
  'ps',
]
/** Longer than any mark in brackets. */
const LONGEST_MARK = 18
/** Words of an address, the street itself among them. */
const MOST_PARTS = 14
/** Small words of a name before the number that follows it: "strada mihai viteazul 5". */
const MOST_SMALL = 3

/** Words that begin with a capital and name no person, folded. They end a name, so two others must stand beside them. */
const WELL_KNOWN = setOf(`
  romania romaniei roumanie rumania romanya румунія румунії румунию румынии румыния румынию romanian romanians roman
  romana romaneasca romanesc moldova moldovei молдова молдови молдовы republica republic ukraine ukrainian ukrainians
  ucraina ucrainei україна україни україну україні украина украины украину украине russia russian rusia germany german
  germania france french franta italy italian italia spain spanish spania turkey turkish turcia europe european europa
  uniunea europeana union eu ue schengen syria syrian siria iraq iran iranian afghanistan afghan pakistan india indian
  nepal nepali nepalese bangladesh bengali sri lanka vietnam vietnamese egypt egipt morocco maroc tunisia serbia
  bulgaria hungary ungaria poland polonia polish england english usa america american canada arabic farsi persian urdu
  pashto hindi sinhala black sea marea neagra danube dunarea
  bucharest bucuresti bucurestiului бухарест бухареста бухаресті бухаресте cluj napoca timisoara iasi brasov constanta
  craiova galati ploiesti oradea braila arad pitesti sibiu bacau targu tirgu mures baia mare buzau botosani satu
  ramnicu valcea drobeta turnu severin suceava piatra neamt tulcea resita focsani slatina calarasi alba iulia giurgiu
  deva hunedoara zalau sfantu gheorghe vaslui bistrita nasaud slobozia alexandria targoviste miercurea ciuc ilfov
  radauti siret sighetu marmatiei isaccea otopeni galaţi chisinau chișinău кишинев кишинів kyiv kiev kharkiv odesa
  odessa lviv mariupol kherson dnipro київ києва киев киева харків харьков одеса одесса львів львов дніпро
  iom oim мом unhcr unicef igi anofm ajofm anpis dgaspc itp cnred anaf cnas who un onu нато nato red cross crucea rosie
  save children salvati copiii caritas jrs cnrr aidrom arca terre hommes
  inspectorat inspectoratul inspectorate general generala imigrari immigration migration migratie ministry minister
  ministerul office oficiul service serviciul agency agentia agence directia direction casa nationala national judeteana
  county city hall primaria consiliul council tribunal tribunalul court police politia border frontiera embassy ambasada
  consulate consulatul посольство консульство hospital spitalul spital clinic university universitatea universitate
  school scoala liceul library biblioteca center centre centru centrul airport aeroport aeroportul gara nord station
  bank banca posta post google translate maps whatsapp telegram viber facebook instagram tiktok youtube western union
  moneygram revolut wise booking airbnb wizz ryanair tarom blue air uber bolt glovo emag kaufland lidl carrefour
  orange vodafone digi telekom metro stb cfr lukoil covid bac duolingo
  monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
  october november december luni marti miercuri joi vineri sambata duminica
  christmas easter ramadan eid god allah domnul doamna buna ziua hello dear mr mrs ms dr sir madam`)

interface Place {
  readonly from: number
  readonly to: number
  readonly written: string
  readonly word: string
  /** Begins with a capital. */
  readonly capital: boolean
  /** The mark of something that was taken out, such as `[phone]`. */
  readonly marked: boolean
}

/** Takes likely addresses, names and numbers out of a text that `isPublic` numbers may stay in. */
export function withoutLikely(text: string, isPublic: (written: string) => boolean): string {
  return withoutNumbers(replaceWords(replaceWords(text, addressAt, 'address'), nameAt, 'name'), isPublic)
}

type Find = (places: readonly Place[], at: number, text: string) => { start: number; end: number } | undefined

/** Puts the kind in brackets in the place of what `find` finds; `start` and `end` are words, both included. */
function replaceWords(text: string, find: Find, kind: 'address' | 'name'): string {
  const places = placesOf(text)
  let result = ''
  let copied = 0
  for (let at = 0; at < places.length; at++) {
    if (places[at]!.marked) continue
    const found = find(places, at, text)
    if (!found || places[found.start]!.from < copied) continue
    result += `${text.slice(copied, places[found.start]!.from)}[${kind}]`
    copied = places[found.end]!.to
    at = found.end
  }
  return result + text.slice(copied)
}

function placesOf(text: string): Place[] {
  // Some people write everything in capitals; then a capital means nothing.
  const small = text.match(/\p{Ll}/gu)?.length ?? 0
  const isCapital = (written: string) =>
    /^\p{Lu}/u.test(written) &&
    (/\p{Ll}/u.test(written) || written.length === 1 || (written.length >= 4 && small > text.length / 2))
  return [...text.matchAll(WORD)].map(({ index: from, 0: written }) => ({
    from,
    to: from + written.length,
    written,
    word: foldedWords(written).join(''),
    capital: isCapital(written),
    marked: isMark(text, from, from + written.length),
  }))
}

/** Whether a word stands in brackets of ours. */
function isMark(text: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - LONGEST_MARK), from)
  const behind = text.slice(to, to + LONGEST_MARK)
  return /\[[a-z -]*$/.test(before) && /^[a-z -]*\]/.test(behind)
}

function addressAt(places: readonly Place[], at: number, text: string) {
  const { word } = places[at]!
  const isStreet = STREETS.has(word)
  const isBehind = STREETS_BEHIND.has(word)
  if (!isStreet && !isBehind && !PERHAPS_STREETS.has(word)) return undefined
  const start = isBehind ? streetNameBefore(places, at, text) : at
  let end = at
  for (let next = at + 1; next < places.length && next - at < MOST_PARTS; next++) {
    if (!isJoined(places, next - 1, text)) break
    const isFirst = next === at + 1
    const isPart = places[next]!.capital || hasDigit(places[next]!)
    if (isPart || (isStreet && isFirst && isNoLittleWord(places[next]!))) end = next
    else if (PARTS.has(places[next]!.word)) continue
    else if (!isStreet || next - end > MOST_SMALL || !leadsToNumber(places, next, text)) break
  }
  return end > at || start < at ? { start, end } : undefined
}

/** The first word of "12 Baker" in "12 Baker Street". */
function streetNameBefore(places: readonly Place[], at: number, text: string): number {
  let start = at
  while (start > 0 && at - start < MOST_SMALL && isJoined(places, start - 1, text)) {
    const before = places[start - 1]!
    if (before.marked || !(before.capital || hasDigit(before))) break
    start--
  }
  return start
}

/** Whether a number of the house comes within the next few words. */
function leadsToNumber(places: readonly Place[], from: number, text: string): boolean {
  for (let next = from; next < places.length && next - from < MOST_SMALL; next++) {
    if (!isJoined(places, next - 1, text)) return false
    if (hasDigit(places[next]!)) return true
  }
  return false
}

/** Whether the word behind stands close enough; a full stop ends an address, unless it is that of "str." or "nr.". */
function isJoined(places: readonly Place[], at: number, text: string): boolean {
  const [here, next] = [places[at]!, places[at + 1]!]
  const joint = text.slice(here.to, next.from)
  if (!JOINT.test(joint) || next.marked) return false
  const isShort = STREETS.has(here.word) || PARTS.has(here.word) || here.written.length === 1
  return isShort || !/[.;:]\s/u.test(joint)
}

function nameAt(places: readonly Place[], at: number, text: string) {
  if (beginsSentence(places, at, text) || !isNamePart(places[at]!)) return undefined
  let end = at
  for (let next = at + 1; next < places.length; next++) {
    if (!isJoinedName(places, next - 1, text)) break
    if (isNamePart(places[next]!)) end = next
    // "Marian I. Ionescu"
    else if (!/^\p{Lu}$/u.test(places[next]!.written)) break
  }
  return end > at ? { start: at, end } : undefined
}

function isJoinedName(places: readonly Place[], at: number, text: string): boolean {
  const [here, next] = [places[at]!, places[at + 1]!]
  const joint = text.slice(here.to, next.from)
  const isInitial = here.written.length === 1
  return (isInitial ? /^[\s.]{1,2}$/u : /^[\s'’-]{1,2}$/u).test(joint) && !next.marked
}

function beginsSentence(places: readonly Place[], at: number, text: string): boolean {
  return at === 0 || SENTENCE_END.test(text.slice(places[at - 1]!.to, places[at]!.from))
}

function isNamePart(place: Place): boolean {
  return place.written.length > 1 && place.capital && !WELL_KNOWN.has(place.word)
}

function hasDigit({ written }: Place): boolean {
  return /\p{Nd}/u.test(written)
}

function isNoLittleWord({ word }: Place): boolean {
  return !PARTS.has(word) && !LITTLE_WORDS.some((locale) => isStopWord(word, locale))
}

/** A number that says when or whom to call in danger, and points at nobody. */
function isHarmless(digits: string): boolean {
  return digits === '112' || (/^\d{4}$/.test(digits) && Number(digits) >= 1990 && Number(digits) <= 2030)
}

/** A law, or digits with what stands between their groups, or two digits and more. */
const NUMBER = /\p{Nd}{1,3}\/\p{Nd}{4}(?!\p{Nd})|\+?\p{Nd}(?:[\s()./-]{0,3}\p{Nd}){1,22}/gu
const GROUP = /\p{Nd}{2,400}/gu

function withoutNumbers(text: string, isPublic: (written: string) => boolean): string {
  return text.replace(NUMBER, (run) =>
    isPublic(run)
      ? run
      : run.replace(GROUP, (group) => (isHarmless(foldedWords(group).join('')) ? group : '[number]')),
  )
}

function setOf(list: string): ReadonlySet<string> {
  return new Set(
    list
      .split(/\s+/)
      .map((word) => foldedWords(word).join(''))
      .filter(Boolean),
  )
}
