import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Bot } from '../bot.ts'
import { openBot } from './ask.ts'
import { askOnce, type BatchReply, batchReply } from './batch.ts'
import { type Mark, mark, Question, type Suite, suiteOf } from './judging.ts'
import { inSentences, ToolError } from './tool.ts'

const HELP = `Measure the bot on question files (JSON lines).

  npm run eval -- questions/in-scope.jsonl …
  npm run eval -- --misses questions/*.jsonl

  --misses   prints every question that is not right, with what came instead
  --hint     gives the question's language to the bot, as an app would
`

interface Marked {
  readonly question: Question
  readonly reply: BatchReply
  readonly mark: Mark
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      misses: { type: 'boolean' },
      hint: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help || positionals.length === 0) {
    console.error(HELP)
    return values.help ? 0 : 2
  }
  const questions = (await Promise.all(positionals.map(readQuestions))).flat()
  const bot = await openBot()
  try {
    await bot.ready()
    const marked = await markAll(questions, bot, values.hint ?? false)
    for (const suite of new Set(marked.map(({ question }) => suiteOf(question))))
      console.log(
        suiteText(
          suite,
          marked.filter(({ question }) => suiteOf(question) === suite),
        ),
      )
    if (values.misses) for (const row of marked) if (row.mark !== 'right') console.log(missText(row))
    return 0
  } finally {
    await bot.stop()
  }
}

/** Reads a file of questions. @throws ToolError naming the line that cannot be read. */
async function readQuestions(file: string): Promise<Question[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      // Trimmed, since that takes the mark away with which some programs begin a file.
      return [Question.parse(JSON.parse(line.trim()))]
    } catch {
      throw new ToolError(
        `${file} line ${index + 1}: this is not a question. It needs "id", "lang" and "text" as JSON.`,
      )
    }
  })
}

async function markAll(questions: readonly Question[], bot: Bot, hint: boolean): Promise<Marked[]> {
  const marked: Marked[] = []
  for (const question of questions) {
    const tag = [question.lang].flat()[0]
    const reply = batchReply(question.id, await askOnce(bot, question.text, hint ? tag : undefined), bot)
    marked.push({ question, reply, mark: mark(question, reply) })
  }
  return marked
}

/** A table of one suite: a row per language, then one per style or kind, then all. */
function suiteText(suite: Suite, rows: readonly Marked[]): string {
  const groupOf = ({ style, kind, danger, act }: Question) => style ?? kind ?? danger ?? act ?? ''
  const languages = Map.groupBy(rows, ({ question }) => [question.lang].flat().join('/'))
  const groups = Map.groupBy(rows, ({ question }) => groupOf(question))
  const lines = [...languages, ...[...groups].filter(([name]) => name !== ''), ['all', rows] as const]
  return [`\n${suite}`, headOf(suite), ...lines.map(([name, list]) => rowText(suite, name, list))].join('\n')
}

function headOf(suite: Suite): string {
  const columns: Record<Suite, string[]> = {
    'in scope': ['questions', 'right first', 'in three', 'wrong', 'none'],
    danger: ['messages', 'recognised'],
    calm: ['messages', 'false alarms'],
    'out of scope': ['messages', 'refused', 'listed', 'answered'],
    'small talk': ['messages', 'right'],
    language: ['messages', 'right'],
  }
  return `${''.padEnd(18)}${columns[suite].map((column) => column.padStart(13)).join('')}`
}

function rowText(suite: Suite, name: string, rows: readonly Marked[]): string {
  const share = (...marks: Mark[]) =>
    `${((100 * rows.filter(({ mark }) => marks.includes(mark)).length) / rows.length).toFixed(1)} %`
  const cells: Record<Suite, string[]> = {
    'in scope': [share('right'), share('right', 'in three'), share('wrong'), share('none')],
    danger: [share('right')],
    calm: [share('wrong')],
    'out of scope': [share('right'), share('half'), share('wrong')],
    'small talk': [share('right')],
    language: [share('right')],
  }
  return `${name.padEnd(18)}${[String(rows.length), ...cells[suite]].map((cell) => cell.padStart(13)).join('')}`
}

function missText({ question, reply, mark }: Marked): string {
  const wanted =
    question.facts?.join(' ') ??
    question.danger ??
    question.kind ??
    question.act ??
    [question.lang].flat().join('/')
  const confidence = reply.confidence === null ? '' : ` ${reply.confidence.toFixed(2)}`
  const offered = reply.choices.flatMap(({ entry }) => entry ?? []).slice(0, 3)
  const came = reply.entry ?? offered.join(', ')
  return `${mark.padEnd(8)} ${question.id} “${question.text}” wanted ${wanted}; came ${reply.kind} in ${reply.lang} ${came}${confidence}`
}

await inSentences(async () => {
  process.exitCode = await main()
})
