/** Shapes that several content files share. */
import * as z from 'zod'

/** Ids of entries, topics, contacts and places. */
export const Id = z
  .string()
  .regex(/^[a-z0-9-]{1,48}$/)
  .describe('Small letters a to z, digits and hyphens, at most 48.')

/** A language tag as folders use it: `en`, `pt-BR`, `uz-Cyrl`. */
export const LOCALE_TAG = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$/
export const ID = /^[a-z0-9-]{1,48}$/

export const Day = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
  .describe('A day, YYYY-MM-DD.')

export const FactId = z
  .string()
  .regex(/^[A-Z]\d{2}$/)
  .describe('Id of a fact in knowledge/facts, for example A19.')

/** A line of text that people read: no line break, no blank at either end. */
export const line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^\S(.*\S)?$/u)

/** A few words per language. Read with `inLanguage`, which falls back to English, then to Romanian. */
export const Localised = z
  .record(z.string().regex(LOCALE_TAG), line(160))
  .refine((texts) => 'en' in texts || 'ro' in texts, 'needs at least "en" or "ro"')
  .describe(
    'The same words per language; "en" or "ro" at least. A language that is missing shows the English words.',
  )
export type Localised = z.infer<typeof Localised>

/** The words for a locale, else English, else Romanian. */
export function inLanguage(texts: Localised, locale: string): string {
  return texts[locale] ?? texts.en ?? (texts.ro as string)
}

export const Hours = z
  .union([
    z.strictObject({ always: z.literal(true).describe('Day and night, every day.') }),
    z.strictObject({
      days: z.enum(['mon-fri', 'mon-sat', 'mon-sun']),
      opens: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      closes: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    }),
  ])
  .describe('Romanian time. Left out where no fact gives hours.')
export type Hours = z.infer<typeof Hours>

export const SchemaLink = z.string().optional()
