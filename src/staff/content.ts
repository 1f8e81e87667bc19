/** Everything that the tools for staff look at, read once. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Fault } from '../fault.ts'
import { parseJson } from '../knowledge/json.ts'
import { type Knowledge, knowledgeOf } from '../knowledge/load.ts'
import { type Folder, readFolder } from '../knowledge/read.ts'
import { LOCALE_TAG } from '../knowledge/shared.ts'

/** The bot's own sentences of one language: file name without `.json` → its parsed JSON. */
export type OwnTexts = ReadonlyMap<string, unknown>

export interface Content {
  readonly knowledge: Knowledge
  /** The content files as they stand, by path below the knowledge folder. */
  readonly folder: Folder
  /** What keeps the content from being loaded. */
  readonly faults: readonly Fault[]
  /** Language tag → the bot's own sentences. */
  readonly ownTexts: ReadonlyMap<string, OwnTexts>
  /** Today, for dates that have passed. */
  readonly today: Date
}

export interface ContentPaths {
  readonly knowledgeDir: string
  readonly localesDir: string
}

/** Reads both folders. Never throws for what stands in the files: that is in `faults`. */
export async function readContent(
  { knowledgeDir, localesDir }: ContentPaths,
  today = new Date(),
): Promise<Content> {
  return contentOf(await readFolder(knowledgeDir), await readOwnTexts(localesDir), today)
}

/** The same from a folder that was read already, perhaps with changes that are not on disk yet. */
export function contentOf(
  folder: Folder,
  own: { texts: ReadonlyMap<string, OwnTexts>; faults: readonly Fault[] },
  today: Date,
): Content {
  const { knowledge, faults } = knowledgeOf(folder)
  return { knowledge, folder, faults: [...faults, ...own.faults], ownTexts: own.texts, today }
}

/** Reads `locales/<tag>/*.json`. */
export async function readOwnTexts(
  localesDir: string,
): Promise<{ texts: ReadonlyMap<string, OwnTexts>; faults: Fault[] }> {
  const faults: Fault[] = []
  const texts = new Map<string, OwnTexts>()
  const root = basename(localesDir)
  const folders = await readdir(localesDir, { withFileTypes: true }).catch(() => {
    faults.push({
      file: root,
      at: '',
      problem: 'The folder cannot be read.',
      remedy: 'Put it back, or set LOCALES_DIR.',
    })
    return []
  })
  for (const { name: tag } of folders.filter((each) => each.isDirectory() && LOCALE_TAG.test(each.name))) {
    const files = new Map<string, unknown>()
    for (const name of (await readdir(join(localesDir, tag)))
      .filter((each) => each.endsWith('.json'))
      .sort()) {
      const read = parseJson(await readFile(join(localesDir, tag, name), 'utf8'), `${root}/${tag}/${name}`)
      if (read.ok) files.set(name.slice(0, -'.json'.length), read.value)
      else faults.push(...read.faults)
    }
    texts.set(tag, files)
  }
  return { texts, faults }
}

/** One sentence that people read, with its place. */
export interface Prose {
  readonly file: string
  readonly at: string
  readonly text: string
  readonly locale: string
  readonly part: 'question' | 'answer' | 'title' | 'reply'
}

/** Every sentence of the knowledge that the bot sends, language by language. */
export function* proseOf({ locales, entries }: Knowledge): Generator<Prose> {
  for (const [locale, content] of locales) {
    for (const [topic, text] of content.titles)
      yield { file: `knowledge/${locale}/topics.json`, at: topic, text, locale, part: 'title' }
    for (const [id, { question, answer }] of content.entries) {
      const file = entryFile(locale, entries.get(id)?.topic ?? '…')
      yield { file, at: `${id}.question`, text: question, locale, part: 'question' }
      for (const [i, text] of answer.entries())
        yield { file, at: `${id}.answer[${i}]`, text, locale, part: 'answer' }
    }
    for (const [act, { reply }] of content.smalltalk)
      for (const [i, text] of reply.entries())
        yield {
          file: `knowledge/${locale}/smalltalk.json`,
          at: `${act}.reply[${i}]`,
          text,
          locale,
          part: 'reply',
        }
  }
}

/** Path of the file that holds an entry's words, as people see it. */
export function entryFile(locale: string, topic: string): string {
  return `knowledge/${locale}/${topic}.json`
}

/** The languages in which entries are written; others have only small talk and the bot's own sentences. */
export function entryLocales({ locales }: Knowledge): string[] {
  return [...locales].filter(([, { entries }]) => entries.size > 0).map(([tag]) => tag)
}
