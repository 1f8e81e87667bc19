/**
 * `npm run report [-- --html FILE] [--csv FILE] [--questions FILE…] [--quick]`: the state of the content and of its
 * translations, what to check again, what collides and competes, what people asked in vain.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Bot, createBot, searchContents } from '../bot.ts'
import { readConfig } from '../config.ts'
import type { Knowledge } from '../knowledge/load.ts'
import { readDictionaries } from '../protection/load.ts'
import { rivals } from '../search/rivals.ts'
import { openStorage } from '../storage/open.ts'
import { askOnce, batchReply } from './batch.ts'
import { checkContent } from './check.ts'
import { readContent } from './content.ts'
import { Question } from './judging.ts'
import { reportCsv, reportHtml, reportText } from './report-formats.ts'
import { competingSection, hurtingSection } from './report-search.ts'
import {
  checkSection,
  collisionSection,
  confirmSection,
  coverageSection,
  dangerSection,
  factSection,
  missSection,
  type Section,
  unreachedSection,
} from './report-sections.ts'
import { writeWhole } from './save.ts'
import { runTool, ToolError, type ToolPlaces } from './tool.ts'

await runTool(async (places) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      html: { type: 'string' },
      csv: { type: 'string' },
      questions: { type: 'string', multiple: true },
      quick: { type: 'boolean' },
    },
  })
  const content = await readContent(places)
  const files = [...(values.questions ?? []), ...positionals]
  const reached = files.length > 0 ? await reachedBy(files, places) : undefined
  const sections: Section[] = [
    dangerSection(readDictionaries(places.knowledgeDir).dictionaries),
    coverageSection(content),
    checkSection(checkContent(content)),
    factSection(content),
    confirmSection(content),
    collisionSection(content),
    ...(values.quick ? [] : searchSections(content.knowledge)),
    unreachedSection(content, reached),
    ...(await missSections()),
  ]
  const date = content.today.toISOString().slice(0, 10)
  if (values.html) await writeWhole(values.html, reportHtml(sections, date))
  if (values.csv) await writeWhole(values.csv, reportCsv(sections))
  for (const file of [values.html, values.csv]) if (file) console.log(`Written: ${file}`)
  if (!values.html && !values.csv) console.log(reportText(sections, date))
})

/** Holds every phrasing out once, language by language: some seconds each. */
function searchSections(knowledge: Knowledge): Section[] {
  const contents = searchContents(knowledge)
  const found = new Map(
    contents.map((content, place) => {
      console.error(
        `Looking for phrasings that hurt: ${content.locale} (${place + 1} of ${contents.length}) …`,
      )
      return [content.locale, rivals(content).filter(({ rival }) => knowledge.entries.has(rival))]
    }),
  )
  return [competingSection(found), hurtingSection(found)]
}

async function missSections(): Promise<Section[]> {
  const storage = await openStorage({ ...readConfig(process.env), onError: () => {} })
  try {
    return missSection(await storage.misses.list(), await storage.misses.feedback())
  } finally {
    await storage.close()
  }
}

/** Entries that answer a question of the files, or stand among the first three choices. */
async function reachedBy(files: readonly string[], places: ToolPlaces): Promise<Set<string>> {
  const questions = await Promise.all(files.map(readQuestions))
  const bot = await createBot({ ...places })
  try {
    await bot.ready()
    const reached = new Set<string>()
    for (const question of questions.flat()) for (const id of await entriesFor(question, bot)) reached.add(id)
    return reached
  } finally {
    await bot.stop()
  }
}

async function entriesFor({ text, lang }: Question, bot: Bot): Promise<string[]> {
  const { entry, choices } = batchReply('report', await askOnce(bot, text, [lang].flat()[0]), bot)
  if (entry) return [entry]
  return choices.slice(0, 3).flatMap((choice) => choice.entry ?? [])
}

async function readQuestions(file: string): Promise<Question[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ToolError(`${file} cannot be read. Is the path right?`)
  })
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      try {
        return Question.parse(JSON.parse(line))
      } catch {
        throw new ToolError(`${file}, line ${i + 1}: this is not a test question.`)
      }
    })
}
