import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Bot, createBot } from '../../src/bot.ts'

/** The real content in a running bot: what a save of staff needs to reach people. */
const root = join(import.meta.dirname, '../..')
let base: string
let bot: Bot

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'reload-'))
  await cp(join(root, 'knowledge'), join(base, 'knowledge'), { recursive: true })
  bot = await createBot({
    knowledgeDir: join(base, 'knowledge'),
    localesDir: join(root, 'locales'),
    reload: true,
    training: 'off',
  })
}, 120_000)

afterAll(async () => {
  await bot.stop()
  await rm(base, { recursive: true, force: true })
})

async function change(fields: Record<string, readonly string[]>): Promise<void> {
  const path = join(base, 'knowledge/en/work.json')
  const words = JSON.parse(await readFile(path, 'utf8'))
  Object.assign(words['annual-leave'], fields)
  await writeFile(path, JSON.stringify(words, null, 2))
}

const ask = async () =>
  (
    await bot.answer({
      channel: 'test',
      userId: '',
      content: { kind: 'choice', id: 'annual-leave' },
      languageHint: 'en',
    })
  ).paragraphs

test('an edited answer is what people read, and turns that run finish on the old content', async () => {
  const running = ask()
  await change({ answer: ['Twenty working days, newly worded.'] })
  expect(await running).not.toContain('Twenty working days, newly worded.')
  const start = performance.now()
  while (!(await ask()).includes('Twenty working days, newly worded.')) {
    // Two seconds are the promise; inside jest, where modules run several times slower, the bound is wider.
    expect(performance.now() - start).toBeLessThan(10_000)
    await wait(50)
  }
  expect(bot.contentState().problem).toBeUndefined()
}, 30_000)

test('a new way to ask is found, and the other languages are taken over as they were', async () => {
  const found = (text: string, locale: string) => bot.explain(text, locale).search.matches[0]?.entry
  const romanian = found('Câte zile de concediu plătit am?', 'ro')
  expect(romanian).toBe('annual-leave')
  await change({ phrasings: ['grumbledore vacation furlough entitlement'] })
  const start = performance.now()
  while (found('grumbledore furlough', 'en') !== 'annual-leave') {
    expect(performance.now() - start).toBeLessThan(40_000)
    await wait(200)
  }
  expect(found('Câte zile de concediu plătit am?', 'ro')).toBe(romanian)
}, 60_000)

test('a broken file leaves the bot answering, and tells /readyz', async () => {
  await writeFile(join(base, 'knowledge/en/media.json'), '{"broken')
  const start = performance.now()
  while (!bot.contentState().problem) {
    expect(performance.now() - start).toBeLessThan(10_000)
    await wait(50)
  }
  expect(bot.contentState().problem?.faults[0]).toMatchObject({ file: 'knowledge/en/media.json' })
  expect((await ask()).length).toBeGreaterThan(0)
}, 30_000)
