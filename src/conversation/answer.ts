import type { Entry } from '../knowledge/load.ts'
import type { Place } from '../knowledge/place.ts'
import { type CardContext, contactCard, type Distance, placeCard } from './cards.ts'
import { type FoundPlaces, findPlaces, type Whereabouts } from './places.ts'
import type { Choice, ContactCard, PlaceCard, Reply } from './reply.ts'
import { cautions, factsOf, localDay, sourceLine } from './source.ts'
import { blank, button, entryChoices, type Turn, wordsOf } from './turn.ts'

/** Below this confidence an answer shows its neighbours: "or did you mean". */
export const SURE = 0.75

/** More places than this are not listed at once: the person names a town instead. */
const MAX_LISTED = 6

export interface AnswerOptions {
  /** 1 where the person tapped the entry. */
  readonly confidence: number
  /** Other entries that may have been meant, best first. */
  readonly neighbours?: readonly string[]
  /** Entries that other parts of the message ask for. */
  readonly also?: readonly string[]
  /** Town or shared location that narrows the places. */
  readonly where?: Whereabouts
}

/** The reply that gives one entry's answer: words, contacts, places, cautions, source, and the way on. */
export function answerReply(entry: Entry, turn: Turn, options: AnswerOptions): Reply {
  const words = wordsOf(entry.id, turn)
  if (!words || turn.withdrawn.has(entry.id)) return withdrawnReply(entry, turn)
  const context: CardContext = turn
  const found = placesOf(entry, turn, options.where)
  const places = found.places.map(({ place, distanceKm }) => ({
    place,
    card: placeCard(place, context, distance(distanceKm, options.where)),
  }))
  const contacts = contactsOf(entry, found)
  const facts = [...new Set([...entry.facts, ...found.places.flatMap(({ place }) => place.facts)])]
  const register = factsOf(facts, turn.knowledge)
  const source = sourceLine(factsOf(entry.facts, turn.knowledge), context)
  const way = wayOn(entry, turn, options)
  return {
    ...blank(turn, 'answer'),
    ...(words.locale === turn.lang ? {} : { answerLang: words.locale }),
    title: words.text.question,
    paragraphs: [...words.text.answer, ...(found.note ? [found.note] : [])],
    contacts: contactCards(contacts, turn),
    places: places.filter(({ place }) => !(found.whole && place.contact)).map(({ card }) => card),
    notes: notesOf(entry, words, register, turn),
    ...(source ? { source } : {}),
    ...way,
    entry: entry.id,
    confidence: options.confidence,
    // what the cards say is stated too
    facts: [
      ...new Set([...facts, ...contacts.flatMap((id) => turn.knowledge.contacts.get(id)?.facts ?? [])]),
    ],
  }
}

/** What staff took out: no claim, only whom to ask. */
function withdrawnReply(entry: Entry, turn: Turn): Reply {
  return {
    ...blank(turn, 'none'),
    paragraphs: [turn.say('withdrawn')],
    contacts: contactCards(['iom', ...entry.contacts], turn),
    choices: [button(turn, 'cmd:topics', 'button.topics'), button(turn, 'cmd:human', 'button.person')],
  }
}

interface EntryPlaces extends FoundPlaces {
  /** All places of the kind are listed, so their contact cards stand for them. */
  readonly whole: boolean
  readonly note?: string
}

function placesOf(entry: Entry, turn: Turn, where?: Whereabouts): EntryPlaces {
  const named = (entry.places ?? []).flatMap((id) => turn.knowledge.places.get(id) ?? [])
  const places = named.map((place) => ({ place }))
  if (!entry.finds) return { places, exact: true, whole: false }
  const ofKind = [...turn.knowledge.places.values()].filter((place: Place) =>
    place.kinds.includes(entry.finds as never),
  )
  if (!where) {
    const listed = ofKind.length <= MAX_LISTED ? ofKind.map((place) => ({ place })) : []
    return { places: [...places, ...listed], exact: true, whole: true }
  }
  const found = findPlaces(ofKind, where)
  const name = 'name' in where ? where.name : undefined
  const note =
    found.exact || name === undefined
      ? undefined
      : turn.say(found.places.length > 0 ? 'answer.nothingIn' : 'answer.noneOfKind', { town: name })
  return { ...found, whole: false, ...(note ? { note } : {}) }
}

/** Ids of the contacts that stand below the answer. */
function contactsOf(entry: Entry, found: EntryPlaces): string[] {
  const ofPlaces = found.places.flatMap(({ place }) => place.contact ?? [])
  // A place that was asked for comes before the general contact.
  return found.exact && ofPlaces.length > 0
    ? [...ofPlaces, ...entry.contacts]
    : [...entry.contacts, ...ofPlaces]
}

/** Contact cards without repeats, in the order given; ids that lead nowhere are left out. */
export function contactCards(ids: readonly string[], turn: Turn): ContactCard[] {
  return [...new Set(ids)].flatMap((id) => {
    const contact = turn.knowledge.contacts.get(id)
    return contact ? [contactCard(contact, turn)] : []
  })
}

function notesOf(
  entry: Entry,
  { text, locale }: NonNullable<ReturnType<typeof wordsOf>>,
  register: ReturnType<typeof factsOf>,
  turn: Turn,
): string[] {
  const { say, locales, now, lang } = turn
  const today = now.toISOString().slice(0, 10)
  return [
    ...cautions(register, turn),
    ...(entry.validUntil && entry.validUntil < today
      ? [say('notes.expired', { day: localDay(entry.validUntil, lang) })]
      : []),
    ...(locale === lang
      ? []
      : [say('notes.otherLanguage', { language: locales.get(locale)?.name ?? locale })]),
    ...(text.translation.of < entry.revision ? [say('notes.stale')] : []),
    ...(text.translation.by === 'machine' && !text.translation.reviewed ? [say('notes.machine')] : []),
  ]
}

/** What can be tapped below an answer: neighbours where it is not sure, else related questions; then the small buttons. */
function wayOn(entry: Entry, turn: Turn, options: AnswerOptions): { prompt?: string; choices: Choice[] } {
  const also = entryChoices((options.also ?? []).slice(0, 2), turn)
  const near = options.confidence < SURE ? entryChoices((options.neighbours ?? []).slice(0, 2), turn) : []
  const related = entryChoices(
    (entry.related ?? []).filter((id) => !turn.withdrawn.has(id)).slice(0, 3),
    turn,
  )
  const [key, choices] =
    also.length > 0
      ? (['answer.parts', also] as const)
      : near.length > 0
        ? (['answer.neighbours', near] as const)
        : (['answer.related', related] as const)
  return {
    ...(choices.length > 0 ? { prompt: turn.say(key) } : {}),
    choices: [
      ...choices,
      button(turn, `helped:${entry.id}`, 'button.helped'),
      button(turn, `notmeant:${entry.id}`, 'button.notMeant'),
      button(turn, 'cmd:topics', 'button.topics'),
      button(turn, 'cmd:human', 'button.person'),
    ],
  }
}

/** The nearest places to a shared location, of the kind of the last entry if it has one, else the nearest of each common kind. */
export function nearbyReply(kinds: readonly Place['kinds'][number][], where: Whereabouts, turn: Turn): Reply {
  const places = [...turn.knowledge.places.values()]
  const nearest = kinds.flatMap((kind) =>
    findPlaces(
      places.filter((place) => place.kinds.includes(kind)),
      where,
    ).places.slice(0, kinds.length > 1 ? 1 : 3),
  )
  const unique = [...new Map(nearest.map((found) => [found.place.id, found])).values()]
  const cards: PlaceCard[] = unique.map(({ place, distanceKm }) =>
    placeCard(place, turn, distance(distanceKm, where)),
  )
  return {
    ...blank(turn, 'answer'),
    title: turn.say('location.title'),
    paragraphs: [turn.say('location.text')],
    places: cards,
    contacts: contactCards(
      unique.flatMap(({ place }) => place.contact ?? []),
      turn,
    ),
    choices: [button(turn, 'cmd:topics', 'button.topics'), button(turn, 'cmd:human', 'button.person')],
    facts: [...new Set(unique.flatMap(({ place }) => place.facts))],
  }
}

function distance(km: number | undefined, where: Whereabouts | undefined): Distance | undefined {
  if (km === undefined) return undefined
  return where && 'town' in where ? { km, town: where.town } : { km }
}
