import { distanceKm, findPlaces } from '../../src/conversation/places.ts'
import type { Place } from '../../src/knowledge/place.ts'

function place(id: string, town: string, county: string, latitude: number, longitude: number): Place {
  return {
    id,
    kinds: ['library'],
    name: { ro: id },
    town,
    county,
    latitude,
    longitude,
    exact: 'town',
    facts: ['L01'],
  }
}

const BUCHAREST = place('capital', 'București', 'București', 44.432, 26.106)
const CONSTANTA = place('sea', 'Constanța', 'Constanța', 44.181, 28.634)
const MEDGIDIA = place('medgidia', 'Medgidia', 'Constanța', 44.25, 28.283)
const BRASOV = place('mountain', 'Brașov', 'Brașov', 45.649, 25.606)
const SIGHET = place('north', 'Sighetu Marmației', 'Maramureș', 47.932, 23.886)
const ALL = [BUCHAREST, CONSTANTA, MEDGIDIA, BRASOV, SIGHET]

const town = (name: string, county: string, latitude: number, longitude: number, area = false) => ({
  name,
  town: name,
  county,
  area,
  latitude,
  longitude,
})
const ids = (found: ReturnType<typeof findPlaces>) => found.places.map(({ place }) => place.id)

test('in the town that was named', () => {
  const found = findPlaces(ALL, town('Medgidia', 'Constanța', 44.25, 28.283))
  expect(found).toEqual({ exact: true, places: [{ place: MEDGIDIA }] })
})

test('a county gives all its towns', () => {
  expect(ids(findPlaces(ALL, town('Constanța', 'Constanța', 44.181, 28.634, true)))).toEqual([
    'sea',
    'medgidia',
  ])
})

test('where there is none, the nearest, those of the same county first', () => {
  // Hârșova lies nearer to Brăila, but belongs to Constanța
  const braila = place('river', 'Brăila', 'Brăila', 45.271, 27.974)
  const found = findPlaces([braila, ...ALL], town('Hârșova', 'Constanța', 44.688, 27.95))
  expect(found.exact).toBe(false)
  expect(ids(found)).toEqual(['medgidia', 'sea', 'river'])
  expect(found.places.map(({ distanceKm }) => Math.round(distanceKm!))).toEqual([55, 78, 65])
})

test('near a shared location: the three nearest with their distance', () => {
  const found = findPlaces(ALL, { latitude: 44.44, longitude: 26.09 })
  expect(ids(found)).toEqual(['capital', 'mountain', 'medgidia'])
  expect(found.exact).toBe(true)
  expect(Math.round(found.places[0]!.distanceKm!)).toBe(2)
})

test('no more than six of one town', () => {
  const many = Array.from({ length: 9 }, (_, i) => place(`p${i}`, 'Iași', 'Iași', 47.167, 27.6))
  expect(findPlaces(many, town('Iași', 'Iași', 47.167, 27.6)).places).toHaveLength(6)
})

test('none of the kind at all', () => {
  expect(findPlaces([], town('Iași', 'Iași', 47.167, 27.6))).toEqual({ exact: false, places: [] })
})

test.each([
  // published great-circle distances between the city centres
  [BUCHAREST, BRASOV, 141],
  [BUCHAREST, CONSTANTA, 203],
  [BUCHAREST, BUCHAREST, 0],
])('distance between towns', (a, b, km) => {
  expect(Math.abs(distanceKm(a, b) - km)).toBeLessThan(2)
})

test('opposite points of the Earth are half its circumference apart', () => {
  expect(Math.round(distanceKm({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 180 }))).toBe(20015)
})
