/**
 * `npm run import -- uk FILE [--yes]`: takes a translated spreadsheet in, all or nothing: every problem is listed, or
 * what would change is shown and written after a yes.
 */
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { DEFAULT_LOCALE } from '../language/locale.ts'
import { newFindings } from './changes.ts'
import { readContent } from './content.ts'
import { parseCsv } from './csv.ts'
import { describeFindings } from './finding.ts'
import { save } from './save.ts'
import { type RowChange, readSheet } from './sheet.ts'
import { refuseSurplus, refuseUnknownLanguage, runTool, ToolError } from './tool.ts'

const LONGEST_FILE = 20_000_000

await runTool(async (places) => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { yes: { type: 'boolean' } } })
  refuseSurplus(positionals, 2, 'Say which language and file: npm run import -- uk uk.csv')
  const [locale, file] = positionals
  if (!locale || !file) throw new ToolError('Say which language and file: npm run import -- uk uk.csv')
  if (locale === DEFAULT_LOCALE)
    throw new ToolError(
      'English is what the others translate. Change it with npm run edit, which marks them as stale.',
    )
  const content = await readContent(places)
  if (content.faults.length > 0)
    throw new ToolError('The content has faults; npm run check tells them. Mend them first.')
  refuseUnknownLanguage(locale, content)

  const today = content.today.toISOString().slice(0, 10)
  const { problems, rows, changes } = readSheet(content, locale, await readTable(file), today)
  if (problems.length > 0)
    throw new ToolError([`Nothing was written. ${problems.length} problems:`, ...problems].join('\n'))
  if (rows.length === 0) return console.log('The table brings nothing new.')
  const { faults, warnings } = newFindings(content, changes)
  if (faults.length > 0)
    throw new ToolError(
      ['Nothing was written. The new texts have faults:', ...describeFindings(faults)].join('\n'),
    )

  for (const row of rows) console.log(preview(row))
  if (warnings.length > 0)
    console.log(['', 'Should be mended later:', ...describeFindings(warnings)].join('\n'))
  const told = [...Map.groupBy(rows, ({ kind }) => kind)]
    .map(([kind, each]) => `${each.length} ${kind}`)
    .join(', ')
  console.log(`\n${told}.`)
  if (!values.yes && !(await confirmed())) return console.log('Nothing was written.')
  const count = await save(places, `Imported ${locale} (${told})`, changes)
  console.log(`Written (${count} ${count === 1 ? 'file' : 'files'}). npm run undo takes the import back.`)
})

async function readTable(file: string): Promise<string[][]> {
  const bytes = await readFile(file).catch(() => {
    throw new ToolError(`${file} cannot be read. Is the path right?`)
  })
  if (bytes.length > LONGEST_FILE) throw new ToolError(`${file} is larger than 20 MB: not one of our tables.`)
  try {
    return parseCsv(bytes)
  } catch (error) {
    throw new ToolError(`${file}: ${(error as Error).message}`)
  }
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.log('To write without being asked, add --yes.')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const said = await terminal.question('Write this? (yes/no) ')
  terminal.close()
  return ['y', 'yes', 'da'].includes(said.trim().toLowerCase())
}

function preview({ entry, kind, before, after }: RowChange): string {
  const lines = [`${entry}: ${kind}`]
  if (kind === 'reviewed') return lines[0]!
  const both = [
    ['question', before?.question ?? '', after.question],
    ['answer', before?.answer.join(' / ') ?? '', after.answer.join(' / ')],
    ['ways to ask', before?.phrasings.join(' / ') ?? '', after.phrasings.join(' / ')],
  ] as const
  for (const [name, old, now] of both) {
    if (old === now) continue
    if (old !== '') lines.push(`  - ${name}: ${old}`)
    lines.push(`  + ${name}: ${now}`)
  }
  return lines.join('\n')
}
