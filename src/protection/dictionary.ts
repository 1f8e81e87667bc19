import { z } from 'zod'

/** Languages in which danger is recognised and answered. */
export const DANGER_LOCALES = [
  'en', 'ro', 'uk', 'ru', 'ar', 'fr', 'es', 'tr', 'fa', 'ps', 'ur', 'hi', 'bn', 'ne', 'si', 'vi',
] as const // biome-ignore format: one line
export type DangerLocale = (typeof DANGER_LOCALES)[number]

/**
 * Kinds of danger, the words of docs/protection.md. Their order is the order of urgency where a message shows several
 * equally: the first one decides the warm sentence.
 */
export const DANGER_KINDS = [
  'medical',
  'suicide',
  'child-missing',
  'child',
  'trafficking',
  'held',
  'violence-home',
  'violence',
  'stranded',
  'threat',
] as const
export type DangerKind = (typeof DANGER_KINDS)[number]

/**
 * Word groups: one idea in all its everyday words, the same ideas in every language. The patterns in `patterns.ts`
 * are written over these names, so a pattern works in a language as soon as its groups are filled.
 */
export const WORD_GROUPS = [
  // who
  'boss', 'smuggler', 'partner', 'family', 'child', 'somebody', 'witness',
  // what is done to a person
  'hit', 'weapon', 'lock', 'no-leave', 'papers', 'take', 'force', 'sex', 'sell', 'debt', 'no-pay', 'rape', 'touch',
  'kill', 'threaten', 'follow', 'beg', 'hunger', 'burn',
  // state of the person
  'afraid', 'pills', 'height', 'farewell', 'no-will', 'blood', 'collapse', 'birth', 'gas', 'missing', 'place',
  'exposure',
  // the call itself
  'help', 'now', 'not', 'child-writer',
  // what makes alarming words calm
  'study', 'ask-meaning', 'long-ago', 'idiom',
] as const // biome-ignore format: grouped by what they tell
export type WordGroup = (typeof WORD_GROUPS)[number]

const phrase = z.string().trim().min(1).max(240)
const sentence = z.string().trim().min(1).max(700)
const perKind = (item: z.ZodString) =>
  z.strictObject(
    Object.fromEntries(DANGER_KINDS.map((kind) => [kind, z.array(item)])) as KindShape<typeof item>,
  )
type KindShape<Item extends z.ZodString> = Record<DangerKind, z.ZodArray<Item>>

/** What the danger reply says in one language; see `crisis.ts` for where each sentence stands. */
export const replySchema = z.strictObject({
  /** Beside the numbers, a few words each. */
  labels: z.strictObject({
    emergency: sentence,
    trafficking: sentence,
    home: sentence,
    child: sentence,
    iom: sentence,
    abroad: sentence,
    text: sentence,
  }),
  /** One warm sentence, by the first kind of danger. */
  warm: z.strictObject({
    exploited: sentence,
    violence: sentence,
    suicide: sentence,
    child: sentence,
    writerIsChild: sentence,
    missing: sentence,
    body: sentence,
    stranded: sentence,
    threat: sentence,
  }),
  /** One useful step. Each rests on a fact of the register: T10, E03, E04, E12, E21. */
  step: z.strictObject({
    publicPlace: sentence,
    say: sentence,
    app: sentence,
    hospital: sentence,
    stay: sentence,
  }),
  noAnswer: sentence,
  elsewhere: sentence,
  machine: sentence,
  moreNumbers: sentence,
  person: sentence,
  notInDanger: sentence,
  numbersTitle: sentence,
  prompt: sentence,
})
export type ReplyWords = z.infer<typeof replySchema>

/** `knowledge/<locale>/danger.json`: how danger is written in one language, and what is answered. */
export const dictionarySchema = z.strictObject({
  $schema: z.string(),
  /** Sign-off: until a native speaker has read the file it says `machine`, and it heads the staff report. */
  review: z.strictObject({ by: z.enum(['machine', 'person']), on: z.iso.date().optional() }),
  /** `*` at an end of a word: any letters; `…`: up to four words; `(a|b)`: either; `#`: a number from 4 to 17. */
  groups: z.strictObject(
    Object.fromEntries(WORD_GROUPS.map((group) => [group, z.array(phrase)])) as Record<
      WordGroup,
      z.ZodArray<typeof phrase>
    >,
  ),
  /** Phrases that are enough by themselves. */
  phrases: perKind(phrase),
  /** Whole messages from which the detector learns how danger is told. */
  examples: perKind(sentence),
  /** Messages that look alarming or are everyday questions, and must get an ordinary answer. */
  calm: z.array(sentence),
  reply: replySchema,
})

/** One language's danger dictionary, as staff keep it. */
export interface DangerDictionary extends Omit<z.infer<typeof dictionarySchema>, '$schema'> {
  readonly locale: string
  /**
   * Everyday texts of the knowledge base that would look like danger to a detector which has not learnt from them. Found
   * by tools/build-danger.ts and kept in the compiled copy only, so that they also count where the knowledge is broken.
   */
  readonly ordinary?: readonly string[]
}
