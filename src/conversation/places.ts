import type { Place } from '../knowledge/place.ts'
import type { FoundTown } from '../knowledge/towns.ts'

/** A town or county that the person named, or a location that they shared; the location is used and forgotten. */
export type Whereabouts =
  | Pick<FoundTown, 'name' | 'town' | 'county' | 'area' | 'latitude' | 'longitude'>
  | { readonly latitude: number; readonly longitude: number }

export interface FoundPlace {
  readonly place: Place
  /** In a straight line; only where the place is not in the town that was named. */
  readonly distanceKm?: number
}

export interface FoundPlaces {
  readonly places: readonly FoundPlace[]
  /** false: there is none in the town that was named, these are the nearest. */
  readonly exact: boolean
}

/** As many nearest places are shown; a fourth is rarely nearer than a phone call. */
const NEAREST = 3
/** More places of one town than this do not fit into a message. */
const MOST_IN_TOWN = 6

/**
 * The places that fit where the person is or asks about: all in the named town or county; where there is none, the
 * nearest, those of the same county first, since offices serve their county. For a shared location the nearest.
 */
export function findPlaces(places: readonly Place[], where: Whereabouts): FoundPlaces {
  if (!('county' in where)) return { places: nearest(places, where), exact: true }
  const inCounty = places.filter(({ county }) => county === where.county)
  const named = where.area ? inCounty : inCounty.filter(({ town }) => town === where.town)
  if (named.length > 0)
    return { places: named.slice(0, MOST_IN_TOWN).map((place) => ({ place })), exact: true }
  const elsewhere = places.filter(({ county }) => county !== where.county)
  return {
    places: [...nearest(inCounty, where), ...nearest(elsewhere, where)].slice(0, NEAREST),
    exact: false,
  }
}

function nearest(places: readonly Place[], where: { latitude: number; longitude: number }): FoundPlace[] {
  return places
    .map((place) => ({ place, distanceKm: distanceKm(where, place) }))
    .sort((a, b) => a.distanceKm - b.distanceKm)
    .slice(0, NEAREST)
}

interface Point {
  readonly latitude: number
  readonly longitude: number
}

/** Mean radius of the Earth (IUGG), km. */
const EARTH_RADIUS_KM = 6371.0088
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Great-circle distance by the haversine formula, km. */
export function distanceKm(a: Point, b: Point): number {
  const halfChord =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(radians(a.latitude)) *
      Math.cos(radians(b.latitude)) *
      Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(halfChord)))
}
