import { join } from 'node:path'
import { createBot, detectorTexts, searchContents } from '../src/bot.ts'
import { createDirectLine } from '../src/channels/botframework/directline.ts'
import { readConfig } from '../src/config.ts'
import { createDetector } from '../src/language/detect.ts'
import { createProtection } from '../src/protection/protection.ts'
import { createSearch } from '../src/search/search.ts'
import { createMemoryStore } from '../src/storage/memory.ts'
import { createSealer } from '../src/storage/sealed.ts'
import { createSessionStore } from '../src/storage/sessions.ts'

/*
 * `npm run bench`: how long the start takes and one turn lasts, in the process and through Direct Line, on this machine
 * and the real content. Numbers side by side from one run; nothing here can fail.
 */

const TURNS = 300
const started = performance.now()
const { knowledgeDir, localesDir, dataDir } = readConfig(process.env)
const bot = await createBot({
  knowledgeDir,
  localesDir,
  dataDir,
  sessions: createSessionStore(createMemoryStore(), createSealer([])),
})
const answering = performance.now()
await bot.ready()
const trained = performance.now()

/** Questions as people would ask them: the entries' own, in every language that has some, in turn. */
const questions = [...bot.knowledge().locales.values()].flatMap(({ entries }) =>
  [...entries.values()].flatMap(({ phrasings }) => phrasings.slice(0, 2)),
)
const asked = Array.from({ length: TURNS }, (_, turn) => questions[(turn * 7919) % questions.length] ?? '')
const longest = 'where is the office of the migration people and who can help my family? '
  .repeat(60)
  .slice(0, 4096)

async function times(ask: (text: string) => Promise<unknown>, texts: readonly string[]): Promise<number[]> {
  const took: number[] = []
  for (const text of texts) {
    const from = performance.now()
    await ask(text)
    took.push(performance.now() - from)
  }
  return took.sort((a, b) => a - b)
}

function row(name: string, took: readonly number[]): string {
  const at = (share: number) =>
    `${(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0).toFixed(1)} ms`
  return `${name.padEnd(48)}${at(0.5).padStart(10)}${at(0.99).padStart(10)}${at(1).padStart(10)}`
}

const direct = (text: string) =>
  bot.answer({ channel: 'bench', userId: 'one', content: { kind: 'text', text } })

const line = createDirectLine({ answer: bot.answer, keys: [], onError: () => {} })
const issued = line.generate('')
const caller = { token: issued.token, origin: '' }
line.begin(caller, {})
let watermark: string | undefined

async function throughDirectLine(text: string): Promise<void> {
  line.post(caller, issued.conversationId, { type: 'message', from: { id: 'x' }, text })
  for (;;) {
    const batch = line.poll(caller, issued.conversationId, watermark)
    watermark = batch.watermark
    if (batch.activities.some(({ type, from }) => type === 'message' && from?.role === 'bot')) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}

await times(direct, asked.slice(0, 50))
const rows = [
  row('one turn', await times(direct, asked)),
  row('one turn through Direct Line', await times(throughDirectLine, asked)),
  row(
    'one turn of 4,096 characters',
    await times(
      direct,
      Array.from({ length: 20 }, () => longest),
    ),
  ),
]
const { rss } = process.memoryUsage()
/** The parts of a turn by themselves, on the same texts. */
const detector = createDetector(detectorTexts(bot.knowledge()))
const protection = createProtection(knowledgeDir)
const search = createSearch(searchContents(bot.knowledge()), { cacheDir: join(dataDir, 'search') })
await search.ready
const locales = search.locales
const parts: readonly (readonly [string, (text: string) => unknown])[] = [
  ['  danger alone', (text) => protection.detect(text)],
  ['  language alone', (text) => detector.detect(text)],
  ['  search alone, one language', (text) => search.find(text, { locales: locales.slice(0, 1) })],
]
for (const [name, work] of parts)
  for (const [texts, what] of [
    [asked, ''],
    [Array.from({ length: 20 }, () => longest), ', 4,096 characters'],
  ] as const)
    rows.push(row(name + what, await times(async (text) => work(text), texts)))
console.log(
  `first answer possible after ${Math.round(answering - started)} ms, search trained after ${Math.round(trained - started)} ms`,
)
console.log(
  `memory ${Math.round(rss / 1e6)} MB, ${Object.entries(bot.sizes())
    .map(([tag, size]) => `${tag} ${size.texts} texts`)
    .join(', ')}`,
)
console.log(`${''.padEnd(48)}${'p50'.padStart(10)}${'p99'.padStart(10)}${'max'.padStart(10)}`)
console.log(rows.join('\n'))
await search.close()
await line.stop()
await bot.stop()
