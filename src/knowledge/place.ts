/** Where people can go. Coordinates are the middle of the town unless a source gives better ones. */
import * as z from 'zod'
import { FactId, Hours, Id, Localised, line, SchemaLink } from './shared.ts'

export const PLACE_KINDS = [
  'library',
  'immigration-office',
  'asylum-centre',
  'romanian-course',
  'legal-help',
  'social-help',
  'child-help',
  'red-cross',
  'iom-psychosocial',
  'transit-centre',
  'embassy',
  'other',
] as const
export const PlaceKind = z.enum(PLACE_KINDS)
export type PlaceKind = z.infer<typeof PlaceKind>

export const Place = z.strictObject({
  id: Id,
  kinds: z.array(PlaceKind).min(1),
  name: Localised,
  street: line(160).optional().describe('Only where a fact gives one.'),
  town: line(60).describe('In Romanian spelling.'),
  county: line(60).describe('In Romanian spelling; București for the capital.'),
  latitude: z.number().min(43.5).max(48.4),
  longitude: z.number().min(20.2).max(29.8),
  exact: z.enum(['town', 'place']).describe('town: the middle of the town, never a pin to walk to.'),
  contact: Id.optional(),
  hours: Hours.optional(),
  facts: z.array(FactId).min(1),
})

export const PlaceFile = z.strictObject({ $schema: SchemaLink, places: z.array(Place) })

export type Place = z.infer<typeof Place>
