/** One language as a table for translators, and the changes that a table brings back. */
import type { Translation } from '../knowledge/entry.ts'
import type { EntryText } from '../knowledge/load.ts'
import { DEFAULT_LOCALE } from '../language/locale.ts'
import { fieldsOf, formatJson, inOrder } from './changes.ts'
import type { Content } from './content.ts'
import type { Table } from './csv.ts'

const COLUMNS = [
  'entry',
  'revision',
  'state',
  'English question',
  'question',
  'English answer',
  'answer',
  'ways to ask',
  'read by a person',
] as const

interface Row {
  readonly entry: string
  readonly revision: string
  readonly englishQuestion: string
  readonly question: string
  readonly englishAnswer: string
  readonly answer: string
  readonly ways: string
  readonly read: string
}

/** What one row changes. */
export interface RowChange {
  readonly entry: string
  readonly kind: 'new' | 'changed' | 'reviewed'
  readonly before?: EntryText
  readonly after: EntryText
}

export interface SheetReading {
  /** Sentences with the row; not empty means that nothing may be written. */
  readonly problems: readonly string[]
  readonly rows: readonly RowChange[]
  /** Files as they would be written. */
  readonly changes: ReadonlyMap<string, string>
}

/** Words of an entry as they stand in its file: only the typical phrasings, without those of the phrasings file. */
function writtenWords(content: Content, locale: string, id: string): EntryText | undefined {
  const topic = content.knowledge.entries.get(id)?.topic
  if (!topic || !content.knowledge.locales.get(locale)?.entries.has(id)) return undefined
  return fieldsOf(content.folder, `${locale}/${topic}.json`, '')[id] as EntryText | undefined
}

/** The table of one language: a row per entry, English beside it. */
export function sheetOf(content: Content, locale: string): Table {
  const rows = [...content.knowledge.entries.values()].map(({ id, revision }) => {
    const english = writtenWords(content, DEFAULT_LOCALE, id)
    const words = writtenWords(content, locale, id)
    return [
      id,
      String(revision),
      stateOf(words, revision),
      english?.question ?? '',
      words?.question ?? '',
      english?.answer.join('\n') ?? '',
      words?.answer.join('\n') ?? '',
      words?.phrasings.join('\n') ?? '',
      '',
    ]
  })
  return [[...COLUMNS], ...rows]
}

/** In one word: missing, stale, machine, person or reviewed. */
export function stateOf(words: EntryText | undefined, revision: number): string {
  if (!words) return 'missing'
  if (words.translation.of < revision) return 'stale'
  return words.translation.reviewed ? 'reviewed' : words.translation.by
}

/**
 * Reads a table that came back. Every problem of every row is told; with one, nothing may be written.
 *
 * @param today `YYYY-MM-DD`, the day on which rows marked "read by a person" were read.
 */
export function readSheet(content: Content, locale: string, table: Table, today: string): SheetReading {
  const problems: string[] = []
  const rows: RowChange[] = []
  const [header, ...body] = table
  const missing = COLUMNS.filter((name) => name !== 'state' && placeOf(header ?? [], name) < 0)
  if (missing.length > 0)
    return {
      problems: [`The first row must hold the names of the columns; missing: ${missing.join(', ')}.`],
      rows,
      changes: new Map(),
    }
  const seen = new Set<string>()
  for (const [i, cells] of body.entries()) {
    const row = rowOf(header!, cells)
    const report = (problem: string) => problems.push(`Row ${i + 2} (${row.entry || 'no entry'}): ${problem}`)
    if (seen.has(row.entry)) report('The entry stands in the table twice.')
    seen.add(row.entry)
    const change = readRow(content, locale, row, today, report)
    if (change) rows.push(change)
  }
  return { problems, rows, changes: problems.length > 0 ? new Map() : filesOf(content, locale, rows) }
}

/** Place of a column; programs for spreadsheets capitalise what looks like a heading. */
function placeOf(header: readonly string[], name: (typeof COLUMNS)[number]): number {
  return header.findIndex((cell) => cell.trim().toLowerCase() === name.toLowerCase())
}

function rowOf(header: readonly string[], cells: readonly string[]): Row {
  const cell = (name: (typeof COLUMNS)[number]) => (cells[placeOf(header, name)] ?? '').trim()
  return {
    entry: cell('entry'),
    revision: cell('revision'),
    englishQuestion: cell('English question'),
    question: cell('question'),
    englishAnswer: cell('English answer'),
    answer: cell('answer'),
    ways: cell('ways to ask'),
    read: cell('read by a person').toLowerCase(),
  }
}

function readRow(
  content: Content,
  locale: string,
  row: Row,
  today: string,
  report: (problem: string) => void,
): RowChange | undefined {
  const entry = content.knowledge.entries.get(row.entry)
  if (!entry) return void report('There is no such entry. Leave the first column as it was exported.')
  const english = writtenWords(content, DEFAULT_LOCALE, row.entry)
  const answer = lines(row.answer)
  const before = writtenWords(content, locale, row.entry)
  if (
    row.revision !== String(entry.revision) ||
    row.englishQuestion !== (english?.question ?? '') ||
    lines(row.englishAnswer).join('\n') !== (english?.answer.join('\n') ?? '')
  )
    report('The English words were changed since the export, here or in the table. Export again.')
  if (!['', 'yes', 'no'].includes(row.read)) report('Write yes or nothing under “read by a person”.')
  if (row.question === '' && answer.length === 0) {
    if (before)
      report('The question and answer are empty, but the entry has words. Fill them in, or remove the row.')
    return undefined
  }
  if (row.question === '') report('The question is empty.')
  if (answer.length === 0) report('The answer is empty.')
  const words = { question: row.question, phrasings: [...new Set(lines(row.ways))], answer }
  const same =
    before !== undefined &&
    JSON.stringify(words) ===
      JSON.stringify({ question: before.question, phrasings: before.phrasings, answer: before.answer })
  if (same && row.read !== 'yes') return undefined
  const translation: Translation = {
    of: entry.revision,
    by: 'person',
    ...(row.read === 'yes' ? { reviewed: today } : {}),
  }
  const kind = before === undefined ? 'new' : same ? 'reviewed' : 'changed'
  return { entry: row.entry, kind, after: { ...words, translation }, ...(before ? { before } : {}) }
}

function lines(cell: string): string[] {
  return cell
    .split(/\r\n?|\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

function filesOf(content: Content, locale: string, rows: readonly RowChange[]): Map<string, string> {
  const { entries } = content.knowledge
  const byTopic = Map.groupBy(rows, ({ entry }) => entries.get(entry)!.topic)
  return new Map(
    [...byTopic].map(([topic, changed]) => {
      const path = `${locale}/${topic}.json`
      const fields = fieldsOf(content.folder, path, '../../schemas/entries.json')
      for (const { entry, after } of changed) fields[entry] = after
      const order = [...entries.values()].filter((each) => each.topic === topic).map(({ id }) => id)
      return [path, formatJson(inOrder(fields, order))]
    }),
  )
}
