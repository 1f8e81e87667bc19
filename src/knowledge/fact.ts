/** A statement that answers may rest on, with where it comes from and how far it can be trusted. */
import * as z from 'zod'
import { Day, FactId, line, SchemaLink } from './shared.ts'

const SOURCE_DATE = /^(undated|((about|before) )?\d{4}(-\d{4}|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)$/

export const Source = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  date: z
    .string()
    .regex(SOURCE_DATE)
    .describe('Date of the page: 2024-04-17, 2025-03, 2022, "about 2025" or "undated".'),
  cite: z
    .literal(false)
    .optional()
    .describe('false: a copy on an unrelated site, never shown to people as a link.'),
})

export const Fact = z.strictObject({
  id: FactId,
  statement: line(900).describe('In our own words, in English. No personal data.'),
  sources: z.array(Source).min(1),
  confidence: z.enum(['seed', 'official', 'third-party', 'old', 'conflicting']),
  perishable: z.boolean().describe('A number, address, amount, person, project or law that may change.'),
  collected: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
  checkedOn: Day.optional().describe('The day on which a person checked the fact at its source.'),
  reviewBy: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional()
    .describe('Perishable facts only: after this month an answer that rests on it carries a caution.'),
  use: z
    .enum(['state', 'ask', 'never'])
    .describe('state: may be said. ask: name the contact, not the claim. never: no answer may rest on it.'),
})

export const FactFile = z.strictObject({ $schema: SchemaLink, facts: z.array(Fact) })

export type Source = z.infer<typeof Source>
export type Fact = z.infer<typeof Fact>
