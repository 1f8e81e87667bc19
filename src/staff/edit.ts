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
import { runTool, ToolError } from './tool.ts'

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
    for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
      const question = JSON.parse(line) as { text?: unknown; lang?: unknown }
      const locale = [question.lang].flat()[0]
      if (typeof question.text === 'string' && typeof locale === 'string')
        samples.set(locale, [...(samples.get(locale) ?? []), question.text])
    }
  }
  return samples
}
