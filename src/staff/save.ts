/**
 * Writes content files so that they are whole whatever happens, and keeps what they were, for `npm run undo`.
 *
 * A save is written down in DATA_DIR/undo/pending.json before the first file changes. Killed half-way, every file is
 * either the old or the new one, and the next tool that starts puts all of them back.
 */
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'

/** Content of files by path below the knowledge folder; null: no such file. */
export type Changes = ReadonlyMap<string, string | null>

const Saved = z.strictObject({
  version: z.literal(1),
  at: z.iso.datetime(),
  /** In words: `Changed “avrr-ticket” in English`. */
  what: z.string(),
  /** The process that saves, so that another one does not take its pending save for a broken one. */
  pid: z.int(),
  files: z.array(
    z.strictObject({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
})
export type Saved = z.infer<typeof Saved>

export interface SavePlaces {
  readonly knowledgeDir: string
  readonly dataDir: string
}

/** The save cannot be done now; the sentence says why and what to do. Nothing was written. */
export class SaveError extends Error {
  override readonly name = 'SaveError'
}

/** Saves that undo can take back. */
const KEPT = 50
const PENDING = 'pending.json'
/** A save takes well under a second; after this long its process number belongs to another program. */
const LONGEST_SAVE_MS = 60_000

/**
 * Writes a file whole: to a temporary file beside it, to the disk, then in its place. Whoever reads the file sees the
 * old content or the new, never a part.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  try {
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(text, 'utf8')
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    // A full disk must not be filled further by what could not be finished.
    await rm(temporary, { force: true }).catch(() => {})
    throw error
  }
  await syncFolder(dirname(path))
}

/** So that the new name is on the disk too; Windows cannot do it and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

/**
 * Saves all changes or, if it is interrupted, none: see `recover`.
 *
 * @param what the edit in words, shown by undo.
 * @returns how many files were changed.
 * @throws SaveError if another save is running.
 */
export async function save(places: SavePlaces, what: string, changes: Changes): Promise<number> {
  const files: Saved['files'] = []
  for (const [path, after] of changes) {
    const before = await readOrNull(join(places.knowledgeDir, path))
    if (before !== after) files.push({ path, before, after })
  }
  if (files.length === 0) return 0
  const saved: Saved = { version: 1, at: new Date().toISOString(), what, pid: process.pid, files }
  await begin(places, saved)
  for (const { path, after } of files) await put(join(places.knowledgeDir, path), after)
  const folder = undoFolder(places)
  await rename(join(folder, PENDING), join(folder, recordName(saved)))
  await syncFolder(folder)
  await forgetOldest(folder)
  return files.length
}

/**
 * Puts everything back if the last save was interrupted. Called by every tool before it reads the content.
 *
 * @returns the interrupted save, or undefined.
 * @throws SaveError if the save is not interrupted but running.
 */
export async function recover(places: SavePlaces): Promise<Saved | undefined> {
  const pending = await readSaved(join(undoFolder(places), PENDING))
  if (!pending) return undefined
  const fresh = Date.now() - Date.parse(pending.at) < LONGEST_SAVE_MS
  if (pending.pid !== process.pid && fresh && isAlive(pending.pid))
    throw new SaveError('Another tool is saving at this moment. Wait a few seconds and try again.')
  for (const { path, before } of pending.files) await put(join(places.knowledgeDir, path), before)
  await rm(join(undoFolder(places), PENDING), { force: true })
  await sweep(
    places.knowledgeDir,
    pending.files.map(({ path }) => path),
  )
  return pending
}

/** The saves that undo can take back, newest first. */
export async function saves(places: SavePlaces): Promise<Saved[]> {
  const names = (await readdir(undoFolder(places)).catch(() => [])).filter(isRecord).sort().reverse()
  const read = await Promise.all(names.map((name) => readSaved(join(undoFolder(places), name))))
  return read.filter((each) => each !== undefined)
}

/**
 * Takes the newest save back.
 *
 * @throws SaveError if there is none, or if a file was changed since, since that change would be lost.
 */
export async function undo(places: SavePlaces): Promise<Saved> {
  for (const newest of await saves(places)) {
    const now = new Map<string, string | null>()
    for (const { path } of newest.files) now.set(path, await readOrNull(join(places.knowledgeDir, path)))
    const record = join(undoFolder(places), recordName(newest))
    // An undo that was interrupted at its very end has left its record behind.
    if (newest.files.every(({ path, before }) => now.get(path) === before)) {
      await rm(record, { force: true })
      continue
    }
    const changed = newest.files.filter(({ path, after }) => now.get(path) !== after).map(({ path }) => path)
    if (changed.length > 0)
      throw new SaveError(
        `These files were changed since that edit, and undo would lose it: ${changed.join(', ')}. Mend them by hand, or restore them from your backup.`,
      )
    // Taking back is a save of its own: interrupted, it leaves things as they were before the undo.
    const files = newest.files.map(({ path, before, after }) => ({ path, before: after, after: before }))
    await begin(places, { ...newest, at: new Date().toISOString(), pid: process.pid, files })
    for (const { path, after } of files) await put(join(places.knowledgeDir, path), after)
    await rm(join(undoFolder(places), PENDING), { force: true })
    await rm(record, { force: true })
    return newest
  }
  throw new SaveError('There is nothing to take back.')
}

function recordName({ at }: Saved): string {
  return `${at.replaceAll(':', '-')}.json`
}

function undoFolder({ dataDir }: SavePlaces): string {
  return join(dataDir, 'undo')
}

/** Writes the pending save; of two tools that begin at once, one gets it. */
async function begin(places: SavePlaces, saved: Saved): Promise<void> {
  const folder = undoFolder(places)
  const draft = join(folder, `draft-${process.pid}.tmp`)
  await writeWhole(draft, JSON.stringify(saved))
  try {
    await link(draft, join(folder, PENDING))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new SaveError('Another tool is saving at this moment. Wait a few seconds and try again.')
    throw error
  } finally {
    await rm(draft, { force: true })
  }
  await syncFolder(folder)
}

async function put(path: string, text: string | null): Promise<void> {
  if (text === null) await rm(path, { force: true })
  else await writeWhole(path, text)
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function readSaved(path: string): Promise<Saved | undefined> {
  const text = await readOrNull(path)
  if (text === null) return undefined
  return Saved.parse(JSON.parse(text))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isRecord(name: string): boolean {
  return /^\d{4}-.*\.json$/.test(name)
}

async function forgetOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter(isRecord).sort()
  for (const name of names.slice(0, -KEPT)) await rm(join(folder, name), { force: true })
}

/** Removes the temporary files that a killed save left beside the files it wrote. */
async function sweep(knowledgeDir: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const folder = dirname(join(knowledgeDir, path))
    const left = (await readdir(folder).catch(() => [])).filter(
      (name) => name.startsWith(`.${basename(path)}.`) && name.endsWith('.tmp'),
    )
    for (const name of left) await rm(join(folder, name), { force: true })
  }
}
