/** One question and its answer: what does not depend on language, and its words in one language. */
import * as z from 'zod'
import { PlaceKind } from './place.ts'
import { Day, FactId, Id, line, SchemaLink } from './shared.ts'

export const EntryFacts = z.strictObject({
  facts: z.array(FactId).min(1).describe('Only those whose content the answer states; rarely more than 8.'),
  contacts: z.array(Id),
  places: z.array(Id).optional(),
  finds: PlaceKind.optional().describe(
    'The entry lists places of this kind; a town in the question narrows them.',
  ),
  related: z.array(Id).optional(),
  audience: z.array(Id).optional(),
  revision: z
    .int()
    .min(1)
    .describe('Counts up when the meaning of the answer changes: translations of an older one are stale.'),
  validUntil: Day.optional(),
  urgent: z.literal(true).optional().describe('Answered before others.'),
  referral: z.literal(true).optional().describe('Nobody knows the answer: says so, and who does.'),
})

/** knowledge/topics/<topic>.json: by entry id. */
export const TopicFile = z.object({ $schema: SchemaLink }).catchall(EntryFacts)

export const Translation = z.strictObject({
  of: z.int().min(1).describe('The revision that this text renders.'),
  by: z.enum(['machine', 'person']),
  reviewed: Day.optional().describe('The day on which a person who speaks the language read it.'),
})

export const Phrasing = line(400)

export const EntryWords = z.strictObject({
  question: line(200),
  phrasings: z.array(Phrasing).describe('Three to six typical ways to ask.'),
  answer: z
    .array(line(900))
    .min(1)
    .max(6)
    .describe(
      'One to three sentences or steps. No numbers to dial, no links, no addresses: those are contacts and places.',
    ),
  translation: Translation,
})

/** knowledge/<locale>/<topic>.json: by entry id. */
export const EntriesFile = z.object({ $schema: SchemaLink }).catchall(EntryWords)

/** knowledge/<locale>/phrasings/<topic>.json: by entry id. */
export const PhrasingsFile = z.object({ $schema: SchemaLink }).catchall(z.array(Phrasing))

/** knowledge/<locale>/offtopic.json: what people also write that is not ours to answer. */
export const OfftopicFile = z.strictObject({ $schema: SchemaLink, texts: z.array(Phrasing) })

const PlaceNames = z.array(line(60))

/**
 * knowledge/<locale>/names.json: countries, peoples and cities outside Romania and Ukraine, as people of the language write
 * them. The search learns from the kind of a name what it cannot learn from every single one.
 */
export const NamesFile = z.strictObject({
  $schema: SchemaLink,
  elsewhere: PlaceNames.describe(
    'Where people ask about services that are not ours: Germany, Canada, Malmö.',
  ),
  neighbour: PlaceNames.describe('Around Romania: Moldova, Turkey, Hungary, Istanbul.'),
  origin: PlaceNames.describe('Where people come from: Nepal, Syria, Lagos.'),
})
export type NamesFile = z.infer<typeof NamesFile>

export const SMALLTALK_ACTS = [
  'greeting',
  'thanks',
  'bye',
  'who-are-you',
  'are-you-human',
  'help',
  'language-request',
  'yes',
  'no',
  'compliment',
  'complaint',
  'how-are-you',
  'insult',
] as const
export type SmalltalkAct = (typeof SMALLTALK_ACTS)[number]

const Smalltalk = z.strictObject({ phrasings: z.array(Phrasing), reply: z.array(line(600)).min(1) })

/** knowledge/<locale>/smalltalk.json: by act; a locale need not have all. */
export const SmalltalkFile = z.strictObject({
  $schema: SchemaLink,
  ...(Object.fromEntries(SMALLTALK_ACTS.map((act) => [act, Smalltalk.optional()])) as Record<
    SmalltalkAct,
    z.ZodOptional<typeof Smalltalk>
  >),
})

export type EntryFacts = z.infer<typeof EntryFacts>
export type EntryWords = z.infer<typeof EntryWords>
export type Translation = z.infer<typeof Translation>
export type Smalltalk = z.infer<typeof Smalltalk>
