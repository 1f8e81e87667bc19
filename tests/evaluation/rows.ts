import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bot } from '../../src/bot.ts'
import { askOnce, batchReply } from '../../src/staff/batch.ts'
import { type Mark, mark, Question, type Suite, suiteOf } from '../../src/staff/judging.ts'

/*
 * What people write, in the form of the sample questions, by writers who saw neither the phrasings nor the lists of danger:
 * `first` was looked at while the content grew, later `second` too; of `third` only the shares were looked at (docs/search.md).
 */

export const SETS = ['first', 'second', 'third'] as const

/** All rows of a set, by language. */
export function rowsOf(set: (typeof SETS)[number]): Map<string, Question[]> {
  const folder = join(import.meta.dirname, set)
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  return new Map(
    files.map((name) => [
      name.replace(/\.jsonl$/, ''),
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => Question.parse(JSON.parse(line))),
    ]),
  )
}

/** How many rows of each suite came out how. */
export async function marksOf(
  rows: readonly Question[],
  bot: Bot,
): Promise<Map<Suite, Partial<Record<Mark, number>>>> {
  const marks = new Map<Suite, Partial<Record<Mark, number>>>()
  for (const row of rows) {
    const reply = batchReply(row.id, await askOnce(bot, row.text), bot)
    const counts = marks.get(suiteOf(row)) ?? {}
    const came = mark(row, reply)
    counts[came] = (counts[came] ?? 0) + 1
    marks.set(suiteOf(row), counts)
  }
  return marks
}

/** Share of the rows with one of these marks, 0 to 1. */
export function share(counts: Partial<Record<Mark, number>> = {}, ...wanted: readonly Mark[]): number {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return wanted.reduce((sum, each) => sum + (counts[each] ?? 0), 0) / all
}
