/** Whom people can reach: numbers, address for letters, page. Told once for all languages. */
import * as z from 'zod'
import { FactId, Hours, Id, Localised, SchemaLink } from './shared.ts'

export const Line = z.strictObject({
  dial: z
    .string()
    .regex(/^(\+[1-9]\d{6,14}|0[1-9]\d{5,9}|0800\d{6}|[1-9]\d{2,5})$/)
    .describe(
      'What a phone dials: international form where there is one; 112, 119, 116111 and 0800 numbers have none.',
    ),
  display: z
    .string()
    .regex(/^\+?\d[\d ]{1,20}\d$/)
    .describe('The same digits as people read them.'),
  via: z.enum(['call', 'sms', 'whatsapp']),
  from: z.enum(['romania', 'abroad', 'any']).describe('From where the number works.'),
  free: z.boolean().describe('true only if a fact says that it is free.'),
  hours: Hours.optional(),
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/))
    .optional()
    .describe('Only where a fact names them.'),
  label: Localised.optional().describe('A few words beside the number: "asylum", "extension 30461".'),
})

export const Contact = z
  .strictObject({
    id: Id,
    name: Localised,
    lines: z.array(Line),
    email: z.email().optional(),
    url: z.url({ protocol: /^https?$/ }).optional(),
    kinds: z.array(Id).optional(),
    facts: z.array(FactId).min(1).describe('The facts that give these numbers.'),
  })
  .refine(({ lines, email, url }) => lines.length > 0 || email || url, 'needs a number, an e-mail or a page')

export const ContactFile = z.strictObject({ $schema: SchemaLink, contacts: z.array(Contact) })

export type Line = z.infer<typeof Line>
export type Contact = z.infer<typeof Contact>
