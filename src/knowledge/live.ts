/**
 * What staff change in a running bot without touching the content: answers that are withdrawn, and one dated notice
 * above all replies. Both live as small files in DATA_DIR, written by `npm run withdraw` and `npm run notice`.
 */
import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { ContentError, type Fault } from '../fault.ts'
import { readAs } from './read.ts'
import { Id, Localised, line, SchemaLink } from './shared.ts'
import { type Watch, watchContent } from './watch.ts'

export const WITHDRAWN_FILE = 'withdrawn.json'
export const NOTICE_FILE = 'notice.json'
/** Both files are a few hundred bytes; anything far larger was not written by our tools. */
const MAX_BYTES = 200_000

export const Withdrawn = z.strictObject({
  $schema: SchemaLink,
  entries: z.record(
    Id,
    z.strictObject({ since: z.iso.datetime({ offset: true }), reason: line(200).optional() }),
  ),
})
export type Withdrawn = z.infer<typeof Withdrawn>

export const Notice = z.strictObject({
  $schema: SchemaLink,
  until: z.iso.datetime({ offset: true }).describe('Day and hour after which the notice is no longer shown.'),
  texts: Localised,
})
export type Notice = z.infer<typeof Notice>

export interface Live {
  /** Ids of entries whose text must not be sent: their contacts are given instead. */
  readonly withdrawn: ReadonlySet<string>
  readonly notice?: Notice
}

export const NOTHING_LIVE: Live = { withdrawn: new Set() }

/**
 * Reads both files. A file that is not there means that nothing is withdrawn, or no notice stands.
 *
 * @returns faults beside what could be read; a caller that has an earlier good state keeps it where there are faults.
 */
export async function readLive(dataDir: string): Promise<{ live: Live; faults: Fault[] }> {
  const faults: Fault[] = []
  const withdrawn = await readOne(dataDir, WITHDRAWN_FILE, Withdrawn, faults)
  const notice = await readOne(dataDir, NOTICE_FILE, Notice, faults)
  return {
    live: { withdrawn: new Set(Object.keys(withdrawn?.entries ?? {})), ...(notice ? { notice } : {}) },
    faults,
  }
}

export interface LiveWatch extends Watch {
  /** The newest state that could be read. */
  current(): Live
}

/**
 * Reads both files and follows their changes, within two seconds; a broken file leaves the last good state.
 *
 * @param told hears the faults once for every broken state, and an empty list when all is well again.
 */
export async function watchLive(
  dataDir: string,
  told: (faults: readonly Fault[]) => void,
  intervalMs?: number,
): Promise<LiveWatch> {
  const first = await readLive(dataDir)
  if (first.faults.length > 0) told(first.faults)
  let live = first.live
  const watch = await watchContent({
    paths: [join(dataDir, WITHDRAWN_FILE), join(dataDir, NOTICE_FILE)],
    load: async () => {
      const read = await readLive(dataDir)
      if (read.faults.length > 0) throw new ContentError(read.faults)
      return read.live
    },
    take: (next) => {
      live = next
    },
    told,
    ...(intervalMs === undefined ? {} : { intervalMs }),
  })
  return { ...watch, current: () => live }
}

/** The notice's words for a locale, or undefined once its time is over. */
export function noticeAt({ notice }: Live, now: Date, locale: string): string | undefined {
  if (!notice || now.getTime() >= Date.parse(notice.until)) return undefined
  return notice.texts[locale] ?? notice.texts.en ?? notice.texts.ro
}

async function readOne<Schema extends z.ZodType>(
  dataDir: string,
  name: string,
  schema: Schema,
  faults: Fault[],
): Promise<z.infer<Schema> | undefined> {
  const path = join(dataDir, name)
  const kind = await lstat(path).catch(() => undefined)
  if (!kind) return undefined
  if (!kind.isFile() || kind.size > MAX_BYTES) {
    faults.push({
      file: name,
      at: '',
      problem: 'This is not a small ordinary file.',
      remedy: 'Delete it and write it again with npm run withdraw or npm run notice.',
    })
    return undefined
  }
  const text = await readFile(path, 'utf8')
  return readAs({ path: name, shown: name, text }, schema, faults)
}
