/**
 * Writes schemas/*.json from the zod schemas, so that an ordinary editor completes and underlines what staff write.
 * Run `node tools/build-schemas.ts` after a change of a schema; a test says when they differ.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { ContactFile } from '../src/knowledge/contact.ts'
import {
  EntriesFile,
  NamesFile,
  OfftopicFile,
  PhrasingsFile,
  SmalltalkFile,
  TopicFile,
} from '../src/knowledge/entry.ts'
import { FactFile } from '../src/knowledge/fact.ts'
import { Notice, Withdrawn } from '../src/knowledge/live.ts'
import { PlaceFile } from '../src/knowledge/place.ts'
import { TopicList, TopicTitles } from '../src/knowledge/topic.ts'
import { TownFile } from '../src/knowledge/towns.ts'
import { LanguageFile } from '../src/language/locale.ts'
import { dictionarySchema } from '../src/protection/dictionary.ts'

const FILES: Readonly<Record<string, { schema: z.ZodType; title: string; byId?: boolean }>> = {
  topics: { schema: TopicList, title: 'Topics, in the order in which the bot lists them' },
  facts: { schema: FactFile, title: 'Facts that answers may rest on' },
  contacts: { schema: ContactFile, title: 'Whom people can reach' },
  places: { schema: PlaceFile, title: 'Where people can go' },
  towns: { schema: TownFile, title: 'Towns and counties, and how people write them' },
  topic: { schema: TopicFile, title: 'Entries of one topic: what does not depend on language', byId: true },
  entries: { schema: EntriesFile, title: 'Entries of one topic in one language', byId: true },
  phrasings: { schema: PhrasingsFile, title: 'More ways to ask, by entry', byId: true },
  'topic-titles': { schema: TopicTitles, title: 'Titles of the topics in one language', byId: true },
  offtopic: { schema: OfftopicFile, title: 'What people also write that is not ours to answer' },
  names: { schema: NamesFile, title: 'Names of places elsewhere, as people of one language write them' },
  smalltalk: { schema: SmalltalkFile, title: 'Small talk in one language' },
  danger: { schema: dictionarySchema, title: 'Phrases of danger in one language' },
  language: { schema: LanguageFile, title: 'A language: its own name, direction, and whom it falls back to' },
  withdrawn: { schema: Withdrawn, title: 'Entries taken out of a running bot' },
  notice: { schema: Notice, title: 'A dated notice above all replies' },
}

/** All schemas by file name, as the text that is committed. */
export function buildSchemas(): Map<string, string> {
  return new Map(
    Object.entries(FILES).map(([name, { schema, title, byId }]) => {
      const json = z.toJSONSchema(schema, { io: 'input' })
      // A file whose fields are ids: an editor then underlines an id that the loader would refuse.
      const ids = byId ? { propertyNames: { pattern: '^(\\$schema|[a-z0-9-]{1,48})$' } } : {}
      return [`${name}.json`, `${JSON.stringify({ title, ...json, ...ids }, null, 2)}\n`]
    }),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(import.meta.dirname, '..', 'schemas')
  await mkdir(folder, { recursive: true })
  for (const [name, text] of buildSchemas()) await writeFile(join(folder, name), text)
  console.log(`${buildSchemas().size} schemas written to ${folder}.`)
}
