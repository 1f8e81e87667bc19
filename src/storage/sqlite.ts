import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Store, StoreError } from './store.ts'

/** Results of SQLite: tables that are not ours, another process writes, damaged pages, no database at all. */
const [ERROR, BUSY, CORRUPT, NOT_A_DATABASE] = [1, 5, 11, 26] as const
const DAMAGED: readonly number[] = [ERROR, CORRUPT, NOT_A_DATABASE]

interface Options {
  /** Milliseconds since 1970; a test may turn it forward. */
  readonly now?: () => number
}

/**
 * Opens a database file for one purpose, making folder and file where they are missing.
 *
 * Only our own user may read the file. What is deleted is overwritten (`secure_delete`), so that
 * forgetting does not leave the bytes on disk.
 *
 * @param file path, or `:memory:`.
 * @throws StoreError that names the file.
 */
export function openDatabase(file: string, schema: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    database = new DatabaseSync(file)
    database.exec(
      `PRAGMA busy_timeout = 300; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; ${schema}`,
    )
    if (file !== ':memory:') chmodSync(file, 0o600)
    const [found] = database.prepare('PRAGMA quick_check(1)').all()
    if (found?.quick_check !== 'ok') throw Object.assign(new Error('Damaged.'), { errcode: CORRUPT })
    return database
  } catch (cause) {
    if (database?.isOpen) database.close()
    throw new StoreError(
      `The database ${file} cannot be opened. Check that DATA_DIR can be written to; if the file is damaged, move it away: only memory of the last day is lost.`,
      cause,
    )
  }
}

/** Whether a file could not be opened because of what stands in it; a folder that cannot be written to is another matter. */
export function isDamaged(error: unknown): boolean {
  return error instanceof StoreError && DAMAGED.includes(resultOf(error.cause))
}

/** SQLite's result code, without the details that its higher bits hold; 0 for what is not SQLite's. */
function resultOf(error: unknown): number {
  const { errcode } = (error ?? {}) as { errcode?: unknown }
  return typeof errcode === 'number' ? errcode & 0xff : 0
}

/** Moves a damaged database aside, with the log of changes that belongs to it. Returns its new path. */
export function moveAside(file: string, now = new Date()): string {
  const aside = `${file}.broken-${now.toISOString().slice(0, 19).replaceAll(':', '-')}`
  for (const ending of ['', '-wal', '-shm'])
    if (existsSync(file + ending)) renameSync(file + ending, aside + ending)
  return aside
}

/** Runs one statement; its failure is told as ours. */
export function attempt<T>(what: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    throw new StoreError(`SQLite could not ${what}.`, cause)
  }
}

/**
 * Keeps everything in one SQLite file, which outlives restarts. The default.
 *
 * @throws StoreError where the file cannot be opened.
 */
export function createSqliteStore(file: string, { now = Date.now }: Options = {}): Store {
  const database = openDatabase(
    file,
    'CREATE TABLE IF NOT EXISTS state (key TEXT PRIMARY KEY, value TEXT NOT NULL, dies_at INTEGER NOT NULL) WITHOUT ROWID, STRICT; CREATE INDEX IF NOT EXISTS state_dies_at ON state (dies_at)',
  )
  const select = database.prepare('SELECT value FROM state WHERE key = ? AND dies_at > ?')
  const upsert = database.prepare('INSERT OR REPLACE INTO state (key, value, dies_at) VALUES (?, ?, ?)')
  // One statement, so that of two processes on the same file only one adds.
  const insert = database.prepare(
    'INSERT INTO state (key, value, dies_at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, dies_at = excluded.dies_at WHERE state.dies_at <= ?',
  )
  const remove = database.prepare('DELETE FROM state WHERE key = ?')
  const purge = database.prepare('DELETE FROM state WHERE dies_at <= ?')

  // The log of changes still holds what was deleted until it is written back.
  const tidy = () => {
    purge.run(now())
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }
  try {
    tidy()
  } catch (cause) {
    // Another process that writes at this moment is no reason to do without the file.
    if (resultOf(cause) !== BUSY) {
      database.close()
      throw new StoreError(`The database ${file} cannot be written to. Check its owner and the disk.`, cause)
    }
  }
  const sweep = setInterval(() => {
    try {
      tidy()
    } catch {
      // Busy: the next minute does it. A broken file shows at the next read, where somebody can act on it.
    }
  }, 60_000)
  sweep.unref()

  return {
    async get(key) {
      const row = attempt('read', () => select.get(key, now()))
      return typeof row?.value === 'string' ? row.value : undefined
    },
    async set(key, value, ttlSeconds) {
      attempt('write', () => upsert.run(key, value, now() + Math.ceil(ttlSeconds * 1000)))
    },
    async delete(key) {
      attempt('delete', () => remove.run(key))
    },
    async addIfAbsent(key, value, ttlSeconds) {
      const moment = now()
      return attempt(
        'add',
        () => insert.run(key, value, moment + Math.ceil(ttlSeconds * 1000), moment).changes > 0,
      )
    },
    async close() {
      clearInterval(sweep)
      if (database.isOpen) database.close()
    },
  }
}
