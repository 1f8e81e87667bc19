import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Store, StoreError } from './store.ts'

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
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const database = new DatabaseSync(file)
    database.exec(
      `PRAGMA busy_timeout = 300; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; ${schema}`,
    )
    if (file !== ':memory:') chmodSync(file, 0o600)
    return database
  } catch (cause) {
    throw new StoreError(
      `The database ${file} cannot be opened. Check that DATA_DIR can be written to; if the file is damaged, move it away: only memory of the last day is lost.`,
      cause,
    )
  }
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
  tidy()
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
