import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Bot } from '../src/bot.ts'
import { createLog } from '../src/log.ts'
import { createMetrics } from '../src/server/metrics.ts'
import { openStorage, type Storage } from '../src/storage/open.ts'
import { fixtureBot, person } from './fixtures/bot.ts'

const TURNS = 1_000
const folder = mkdtempSync(join(tmpdir(), 'canary-'))
const lines: string[] = []
const metrics = createMetrics()
let storage: Storage
let bot: Bot

beforeAll(async () => {
  const log = createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } })
  storage = await openStorage({
    dataDir: folder,
    stateKeys: [Buffer.alloc(32, 7)],
    onError: (error) => log.error({ err: error }, 'Storage.'),
  })
  bot = await fixtureBot({
    sessions: storage.sessions,
    misses: storage.misses,
    onTurn: ({ ms, ...turn }) => metrics.countTurn({ ...turn, seconds: ms / 1000 }),
    onError: (error) => log.error({ err: error }, 'Something failed inside.'),
  })
}, 60_000)

afterAll(async () => {
  await bot.stop()
  await storage.close()
  rmSync(folder, { recursive: true })
})

/** Everything that is on disk, byte by byte. */
function disk(): string {
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'latin1'))
    .join('\n')
}

test('a thousand people tell names, numbers and stories, and nothing of it stays anywhere', async () => {
  const traces: string[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    const name = `Zorvex${turn}`
    const phone = `07${String(31_000_000 + turn * 7)}`
    const passport = `PK${String(4_000_000 + turn)}`
    const place = `quarter-${turn}-lane`
    const user = `canary-user-${turn}`
    traces.push(name, phone, passport, place, user)
    const somebody = person(bot, { userId: user })
    // A third agree that unanswered questions are shown, a third refuse, a third are in danger.
    if (turn % 3 === 0) await somebody.taps('miss:yes')
    if (turn % 3 === 1) await somebody.taps('miss:no')
    const texts = [
      `my name is ${name}, passport ${passport}, call ${phone}: horoscope of lions?`,
      `my name is ${name} and i live in ${place}, where can i learn romanian`,
      `my husband beats me right now, my name is ${name}, we are in ${place}, ${phone}`,
    ]
    await somebody.writes(texts[turn % 3] ?? '')
  }
  const misses = JSON.stringify(await storage.misses.list())
  const kept = [lines.join('\n'), await metrics.render(), misses, disk()]
  const found = traces.filter((trace) => kept.some((where) => where.includes(trace)))

  expect(found).toEqual([])
  // The canaries would be seen: the misses and the store did take something.
  expect(misses.length).toBeGreaterThan(20)
  expect(disk().length).toBeGreaterThan(1_000)
}, 120_000)
