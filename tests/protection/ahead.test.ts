import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readCached } from '../../src/cache.ts'
import { learnAhead } from '../../src/protection/ahead.ts'
import type { Lessons } from '../../src/protection/classifier.ts'
import { compiledDictionaries } from '../../src/protection/compiled.ts'
import { createDangerDetector } from '../../src/protection/danger.ts'
import { isLearnt } from '../../src/protection/protection.ts'
import { FIXTURE_KNOWLEDGE } from '../fixtures/bot.ts'

let cacheDir: string

beforeAll(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'danger-'))
})
afterAll(() => rmSync(cacheDir, { recursive: true }))

test('what a thread has learnt is kept, and a detector built from it judges as one that learnt itself', async () => {
  expect(isLearnt(FIXTURE_KNOWLEDGE, cacheDir)).toBe(false)
  expect(await learnAhead(FIXTURE_KNOWLEDGE, cacheDir)).toBeUndefined()

  expect(isLearnt(FIXTURE_KNOWLEDGE, cacheDir)).toBe(true)
  const kept = readCached<Lessons>(cacheDir, readdirSync(cacheDir)[0]!)!
  const dictionaries = compiledDictionaries()
  const fromDisk = createDangerDetector(dictionaries, { read: () => kept, write: () => {} })
  const text = 'my neighbour has not opened the door since he said goodbye'
  expect(fromDisk.explain(text)).toEqual(createDangerDetector(dictionaries).explain(text))
  const forgotten: Lessons = { ...kept, alarm: { ...kept.alarm, weights: kept.alarm.weights.map(() => 0) } }
  const empty = createDangerDetector(dictionaries, { read: () => forgotten, write: () => {} })
  expect(empty.explain(text)).not.toEqual(fromDisk.explain(text))
}, 60_000)

test('a thread that is called off ends at once', async () => {
  const stopping = new AbortController()
  const started = performance.now()
  const learning = learnAhead(FIXTURE_KNOWLEDGE, join(cacheDir, 'other'), stopping.signal)
  stopping.abort()
  await learning

  expect(performance.now() - started).toBeLessThan(3_000)
  expect(isLearnt(FIXTURE_KNOWLEDGE, join(cacheDir, 'other'))).toBe(false)
}, 60_000)
