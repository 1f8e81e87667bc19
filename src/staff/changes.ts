/** Changes of the content before they are written: laid over what is on disk, and checked. */
import type { Fault } from '../fault.ts'
import { parseJson } from '../knowledge/json.ts'
import type { ContentFile, Folder } from '../knowledge/read.ts'
import { checkContent } from './check.ts'
import { type Content, contentOf } from './content.ts'
import type { Finding } from './finding.ts'
import type { Changes } from './save.ts'

/** A content file as it is written: two spaces, one text per line, a line break at the end. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** The fields of a content file; of one that is not there yet, only its schema. */
export function fieldsOf(folder: Folder, path: string, schema: string): Record<string, unknown> {
  const file = folder.files.get(path)
  if (!file) return { $schema: schema }
  const read = parseJson(file.text, file.shown)
  if (!read.ok) throw new SyntaxError(`${file.shown} cannot be read; npm run check says why.`)
  return { ...(read.value as Record<string, unknown>) }
}

/** Fields in a given order: `$schema`, then the ids as they stand in `order`, then what else there is. */
export function inOrder(
  fields: Readonly<Record<string, unknown>>,
  order: readonly string[],
): Record<string, unknown> {
  const ids = ['$schema', ...order, ...Object.keys(fields)]
  return Object.fromEntries(ids.filter((id) => Object.hasOwn(fields, id)).map((id) => [id, fields[id]]))
}

/** The content as it would be after the changes. */
export function withChanges(content: Content, changes: Changes): Content {
  const files = new Map<string, ContentFile>(content.folder.files)
  for (const [path, text] of changes) {
    if (text === null) files.delete(path)
    else files.set(path, { path, shown: `knowledge/${path}`, text })
  }
  return contentOf({ ...content.folder, files }, { texts: content.ownTexts, faults: [] }, content.today)
}

/** What the changes would bring that is not there now: faults, then warnings. */
export function newFindings(content: Content, changes: Changes): { faults: Finding[]; warnings: Finding[] } {
  const key = ({ file, at, problem }: Fault) => `${file}\n${at}\n${problem}`
  const known = new Set(checkContent(content).map(key))
  const fresh = checkContent(withChanges(content, changes)).filter((each) => !known.has(key(each)))
  return {
    faults: fresh.filter(({ level }) => level === 'fault'),
    warnings: fresh.filter(({ level }) => level === 'warning'),
  }
}
