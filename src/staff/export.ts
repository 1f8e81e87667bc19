/** `npm run export -- uk [--out FILE]`: one language as a spreadsheet for translators. */
import { parseArgs } from 'node:util'
import { LOCALE_TAG } from '../knowledge/shared.ts'
import { readContent } from './content.ts'
import { formatCsv } from './csv.ts'
import { writeWhole } from './save.ts'
import { sheetOf } from './sheet.ts'
import { refuseSurplus, refuseUnknownLanguage, runTool, ToolError } from './tool.ts'

await runTool(async (places) => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } })
  refuseSurplus(positionals, 1, 'Name the file with --out: npm run export -- uk --out uk.csv')
  const [locale] = positionals
  if (!locale || !LOCALE_TAG.test(locale)) throw new ToolError('Say which language: npm run export -- uk')
  const content = await readContent(places)
  if (content.faults.length > 0)
    throw new ToolError('The content has faults; npm run check tells them. Mend them first.')
  refuseUnknownLanguage(locale, content)
  const table = sheetOf(content, locale)
  const out = values.out ?? `${locale}.csv`
  await writeWhole(out, formatCsv(table))
  const states = Map.groupBy(table.slice(1), (row) => row[2])
  const told = [...states].map(([state, rows]) => `${rows.length} ${state}`).join(', ')
  console.log(`${table.length - 1} entries written to ${out} (${told}).`)
  console.log(
    'Translate the columns “question”, “answer” and “ways to ask”; one line for each paragraph or way to ask.',
  )
  console.log(
    'Write yes under “read by a person” where somebody who speaks the language has read the whole row.',
  )
  console.log(`Then: npm run import -- ${locale} ${out}`)
})
