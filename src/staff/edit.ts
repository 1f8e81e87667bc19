/**
 * `npm run edit [-- ENTRY or words] [--lang uk] [--questions FILE…]`: adds or changes an entry by answering questions.
 * Shows what competes and which questions would find another answer before anything is written.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { LOCALE_TAG } from '../knowledge/shared.ts'
import { readContent } from './content.ts'
import { DialogEnded, terminalDialog } from './dialog.ts'
import { edit } from './editing.ts'
import { refuseUnknownLanguage, runTool, ToolError } from './tool.ts'

await runTool(async (places) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { lang: { type: 'string' }, questions: { type: 'string', multiple: true } },
  })
  if (values.lang && !LOCALE_TAG.test(values.lang))
    throw new ToolError('Write the language as its folder: --lang uk')
  const content = await readContent(places)
  if (content.faults.length > 0)
    throw new ToolError('The content has faults; npm run check tells them. Mend them first.')
  if (values.lang) refuseUnknownLanguage(values.lang, content)
  const samples = await readSamples(values.questions ?? [])
  const dialog = terminalDialog()
  try {
    const wanted = positionals.join(' ')
    await edit(dialog, content, {
      ...places,
      samples,
      ...(wanted ? { wanted } : {}),
      ...(values.lang ? { locale: values.lang } : {}),
    })
  } catch (error) {
    if (!(error instanceof DialogEnded)) throw error
    dialog.say('', 'Nothing was written.')
  } finally {
    dialog.close()
  }
})

/** Questions of test files (`{"text", "lang"}`, one a line), by language. */
async function readSamples(files: readonly string[]): Promise<Map<string, string[]>> {
  const samples = new Map<string, string[]>()
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => {
      throw new ToolError(`${file} cannot be read. Is the path right?`)
    })
    for (const [index, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue
      const question = questionOf(line, `${file} line ${index + 1}`)
      const locale = [question.lang].flat()[0]
      if (typeof question.text === 'string' && typeof locale === 'string')
        samples.set(locale, [...(samples.get(locale) ?? []), question.text])
    }
  }
  return samples
}

function questionOf(line: string, where: string): { text?: unknown; lang?: unknown } {
  try {
    // Trimmed, since that takes the mark away with which some programs begin a file.
    return { ...JSON.parse(line.trim()) }
  } catch {
    throw new ToolError(`${where} is not JSON. Write {"text": "…", "lang": "uk"} on one line.`)
  }
}
