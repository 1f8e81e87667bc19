/** The headings under which entries stand. */
import * as z from 'zod'
import { Id, line, SchemaLink } from './shared.ts'

export const Topic = z.strictObject({ id: Id, sign: line(16).describe('An emoji.') })

export const TopicList = z.strictObject({
  $schema: SchemaLink,
  topics: z.array(Topic).describe('In the order in which the bot lists them.'),
})

/** Titles in one language, by topic id. */
export const TopicTitles = z.object({ $schema: SchemaLink }).catchall(z.strictObject({ title: line(60) }))

export type Topic = z.infer<typeof Topic>
