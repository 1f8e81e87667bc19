import type { GroupedMiss, Miss, MissLog } from '../conversation/miss.ts'
import type { RedisConnection } from './redis.ts'
import { attempt, openDatabase } from './sqlite.ts'

/** Days for which misses and feedback are kept, today included. */
const DAYS = 30
/** Characters of a question. */
const LONGEST = 200
/** Different questions of one day, so that a flood cannot fill the disk; questions already there still count up. */
const MOST_PER_DAY = 2000
/** With fewer voices, feedback could point at a person. */
const FEWEST_VOICES = 5

interface Options {
  /** Milliseconds since 1970; a test may turn it forward. */
  readonly now?: () => number
}

type Feedback = Awaited<ReturnType<MissLog['feedback']>>[number]

const romanianDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Bucharest' })

/** Day in Romania, `YYYY-MM-DD`. */
function dayOf(milliseconds: number): string {
  return romanianDay.format(milliseconds)
}

function oldestKeptDay(now: number): string {
  return dayOf(now - (DAYS - 1) * 24 * 60 * 60 * 1000)
}

/**
 * Keeps misses and feedback in a SQLite file.
 *
 * @param file path, or `:memory:`.
 * @throws StoreError where the file cannot be opened; its methods reject with StoreError.
 */
export function createSqliteMissLog(
  file: string,
  { now = Date.now }: Options = {},
): MissLog & { close(): Promise<void> } {
  const database = openDatabase(
    file,
    `CREATE TABLE IF NOT EXISTS misses (
       day TEXT, locale TEXT, reason TEXT, text TEXT, count INTEGER NOT NULL,
       PRIMARY KEY (day, locale, reason, text)) WITHOUT ROWID, STRICT;
     CREATE TABLE IF NOT EXISTS feedback (
       day TEXT, entry TEXT, locale TEXT, helped INTEGER NOT NULL, not_helped INTEGER NOT NULL,
       PRIMARY KEY (day, entry, locale)) WITHOUT ROWID, STRICT`,
  )
  const addMiss = database.prepare(
    `INSERT INTO misses SELECT ?1, ?2, ?3, ?4, 1
     WHERE (SELECT count(*) FROM misses WHERE day = ?1) < ${MOST_PER_DAY}
        OR EXISTS (SELECT 1 FROM misses WHERE day = ?1 AND locale = ?2 AND reason = ?3 AND text = ?4)
     ON CONFLICT DO UPDATE SET count = count + 1`,
  )
  const addFeedback = database.prepare(
    `INSERT INTO feedback VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET helped = helped + excluded.helped, not_helped = not_helped + excluded.not_helped`,
  )
  const misses = database.prepare('SELECT * FROM misses ORDER BY day DESC, count DESC, locale, text')
  const voices = database.prepare(
    `SELECT entry, locale, sum(helped) AS helped, sum(not_helped) AS notHelped FROM feedback
     GROUP BY entry, locale HAVING sum(helped) + sum(not_helped) >= ${FEWEST_VOICES} ORDER BY entry, locale`,
  )
  const purge = ['misses', 'feedback'].map((table) => database.prepare(`DELETE FROM ${table} WHERE day < ?`))
  const purgeOld = () => {
    for (const statement of purge) statement.run(oldestKeptDay(now()))
  }

  return {
    async add({ text, locale, reason }) {
      attempt('keep a miss', () => {
        purgeOld()
        addMiss.run(dayOf(now()), locale, reason, shorten(text))
      })
    },
    async countFeedback(entry, locale, helped) {
      attempt('count feedback', () => {
        purgeOld()
        addFeedback.run(dayOf(now()), entry, locale, helped ? 1 : 0, helped ? 0 : 1)
      })
    },
    async list() {
      return attempt('list the misses', () => {
        purgeOld()
        return misses.all().map((row) => ({ ...row }) as unknown as GroupedMiss)
      })
    },
    async feedback() {
      return attempt('list the feedback', () => {
        purgeOld()
        return voices.all().map((row) => ({ ...row }) as unknown as Feedback)
      })
    },
    async close() {
      if (database.isOpen) database.close()
    },
  }
}

/** Keeps misses and feedback in Redis: one hash of counters per day, which dies by itself. */
export function createRedisMissLog(connection: RedisConnection, { now = Date.now }: Options = {}): MissLog {
  const lifetime = DAYS * 24 * 60 * 60

  async function countUp(kind: 'misses' | 'feedback', field: readonly string[]) {
    const key = `${kind}:${dayOf(now())}`
    const name = JSON.stringify(field)
    await connection.run(async (client) => {
      const full = (await client.hLen(key)) >= MOST_PER_DAY && !(await client.hExists(key, name))
      if (full) return
      await client.multi().hIncrBy(key, name, 1).expire(key, lifetime).exec()
    })
  }

  async function readAll(kind: 'misses' | 'feedback') {
    const days = Array.from({ length: DAYS }, (_, back) => dayOf(now() - back * 24 * 60 * 60 * 1000))
    const hashes = await connection.run((client) =>
      Promise.all(days.map((day) => client.hGetAll(`${kind}:${day}`))),
    )
    return hashes.flatMap((hash, index) =>
      Object.entries(hash).map(([name, count]) => ({
        day: days[index] ?? '',
        field: JSON.parse(name) as readonly string[],
        count: Number(count),
      })),
    )
  }

  return {
    async add({ text, locale, reason }) {
      await countUp('misses', [locale, reason, shorten(text)])
    },
    async countFeedback(entry, locale, helped) {
      await countUp('feedback', [entry, locale, helped ? 'helped' : 'not'])
    },
    async list() {
      const misses = (await readAll('misses')).map(
        ({ day, field: [locale = '', reason = '', text = ''], count }) => ({
          day,
          locale,
          reason: reason as Miss['reason'],
          text,
          count,
        }),
      )
      return misses.sort((a, b) => b.day.localeCompare(a.day) || b.count - a.count)
    },
    async feedback() {
      const sums = new Map<string, { entry: string; locale: string; helped: number; notHelped: number }>()
      for (const { field, count } of await readAll('feedback')) {
        const [entry = '', locale = '', voice] = field
        const key = `${entry} ${locale}`
        const sum = sums.get(key) ?? { entry, locale, helped: 0, notHelped: 0 }
        sums.set(
          key,
          voice === 'helped'
            ? { ...sum, helped: sum.helped + count }
            : { ...sum, notHelped: sum.notHelped + count },
        )
      }
      return [...sums.values()]
        .filter(({ helped, notHelped }) => helped + notHelped >= FEWEST_VOICES)
        .sort((a, b) => a.entry.localeCompare(b.entry) || a.locale.localeCompare(b.locale))
    },
  }
}

/** By characters rather than by halves of them, so that no emoji is cut in two. */
function shorten(text: string): string {
  return [...text].slice(0, LONGEST).join('')
}
