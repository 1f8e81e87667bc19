import type { Contact, Line } from '../knowledge/contact.ts'
import type { Place } from '../knowledge/place.ts'
import { type Hours, inLanguage } from '../knowledge/shared.ts'
import type { Locales } from '../language/locale.ts'
import type { Say } from '../language/texts.ts'
import { openState } from './hours.ts'
import type { ContactCard, PhoneLine, PlaceCard } from './reply.ts'

/** What cards need of the turn: the reader's language, its sentences, the names of languages, and the time. */
export interface CardContext {
  readonly lang: string
  readonly say: Say
  readonly locales: Locales
  readonly now: Date
}

/** A contact as a card in the reader's language. Hours are told where facts give them, and "open now" with them. */
export function contactCard(contact: Contact, context: CardContext): ContactCard {
  const details = new Set<string>()
  for (const line of contact.lines) {
    if (line.hours) for (const sentence of hoursText(line.hours, context)) details.add(sentence)
    if (line.languages?.length) details.add(languagesText(line.languages, context))
  }
  return {
    id: contact.id,
    name: inLanguage(contact.name, context.lang),
    lines: contact.lines.map((line) => phoneLine(line, context)),
    ...(contact.email ? { email: contact.email } : {}),
    ...(contact.url ? { url: contact.url } : {}),
    details: [...details],
  }
}

function phoneLine(line: Line, { lang, say }: CardContext): PhoneLine {
  const label = [
    ...(line.label ? [inLanguage(line.label, lang)] : []),
    ...(line.via === 'sms' ? [say('contact.sms')] : []),
    ...(line.via === 'whatsapp' ? [say('contact.whatsapp')] : []),
    ...(line.from === 'abroad' ? [say('contact.abroad')] : []),
    ...(line.from === 'romania' ? [say('contact.romania')] : []),
    ...(line.free ? [say('contact.free')] : []),
  ].join(', ')
  return { dial: line.dial, display: line.display, via: line.via, ...(label ? { label } : {}) }
}

/** Hours as sentences: when, and whether somebody answers now by Romanian time and public holidays. */
export function hoursText(hours: Hours, { lang, say, now }: CardContext): string[] {
  if ('always' in hours) return [say('contact.always')]
  const when = say('contact.hours', {
    days: say(`days.${hours.days}`),
    opens: hours.opens,
    closes: hours.closes,
  })
  const state = openState(hours, now)
  if (!state) return [when]
  if (state.open)
    return state.closesAt ? [when, say('contact.openNow', { time: state.closesAt.time })] : [when]
  if (!state.opensAt) return [when]
  return [
    when,
    say('contact.closedNow', { day: weekdayName(state.opensAt.weekday, lang), time: state.opensAt.time }),
  ]
}

function languagesText(languages: readonly string[], { say, locales, lang }: CardContext): string {
  const names = new Intl.DisplayNames([lang, 'en'], { type: 'language' })
  const list = languages.map((tag) => names.of(tag) ?? locales.get(tag)?.name ?? tag).join(', ')
  return say('contact.languages', { languages: list })
}

/** A weekday's name in a language; 1 is Monday, 7 is Sunday. */
function weekdayName(weekday: number, lang: string): string {
  // 5 January 2026 was a Monday.
  const day = new Date(Date.UTC(2026, 0, 4 + weekday))
  return new Intl.DateTimeFormat([lang, 'en'], { weekday: 'long', timeZone: 'UTC' }).format(day)
}

/** How far a place is from where the person is, or from the town that was named. */
export interface Distance {
  readonly km: number
  readonly town?: string
}

/** A place as a card, with its distance where one is known. */
export function placeCard(place: Place, context: CardContext, distance?: Distance): PlaceCard {
  const { say, lang } = context
  const county = place.county === place.town ? [] : [place.county]
  // Floors and sectors are for people; a map finds the street.
  const query = [place.street?.split(',')[0], place.town, ...county, 'România'].filter(Boolean).join(', ')
  return {
    id: place.id,
    name: inLanguage(place.name, lang),
    address: [...(place.street ? [place.street] : []), place.town, ...county].join(', '),
    latitude: place.latitude,
    longitude: place.longitude,
    exact: place.exact,
    mapUrl: `https://www.openstreetmap.org/search?query=${encodeURIComponent(query)}`,
    details: [
      ...(place.hours ? hoursText(place.hours, context) : []),
      ...(distance ? [distanceText(distance, say)] : []),
      ...(place.exact === 'town' && !place.street ? [say('place.town')] : []),
    ],
  }
}

function distanceText({ km, town }: Distance, say: Say): string {
  const rounded = Math.max(1, Math.round(km))
  return town ? say('place.distanceTown', { km: rounded, town }) : say('place.distance', { km: rounded })
}
