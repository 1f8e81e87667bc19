import { rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Fault } from '../../src/fault.ts'
import { noticeAt, watchLive } from '../../src/knowledge/live.ts'
import { type Knowledge, loadKnowledge } from '../../src/knowledge/load.ts'
import { type Watch, watchContent } from '../../src/knowledge/watch.ts'
import { goodFiles, makeFolder, type TestFolder } from './folder.ts'

let folder: TestFolder
let watch: Watch
let knowledge: Knowledge
let told: (readonly Fault[])[]

beforeEach(async () => {
  folder = await makeFolder(goodFiles())
  const load = () => loadKnowledge({ knowledgeDir: folder.path })
  knowledge = await load()
  told = []
  watch = await watchContent({
    paths: [folder.path],
    load,
    take: (next) => {
      knowledge = next
    },
    told: (faults) => told.push(faults),
  })
})

afterEach(async () => {
  await watch.stop()
  await folder.remove()
})

async function until(condition: () => boolean, longest: number): Promise<number> {
  const start = performance.now()
  while (!condition()) {
    if (performance.now() - start > longest) throw new Error(`Not within ${longest} ms.`)
    await wait(20)
  }
  return performance.now() - start
}

const question = () => knowledge.locales.get('en')?.offtopic[0]

test('a good change is taken within two seconds', async () => {
  await wait(100)
  await folder.write({ 'en/offtopic.json': { texts: ['news'] } })
  expect(await until(() => question() === 'news', 2_000)).toBeLessThan(2_000)
  expect(watch.state().takenAt).toBeInstanceOf(Date)
  expect(watch.state().problem).toBeUndefined()
})

describe('a broken change leaves the last good content, says so, and a good one mends it', () => {
  const file = () => join(folder.path, 'en', 'offtopic.json')

  test.each<[string, () => Promise<unknown>]>([
    ['truncated', () => truncate(file(), 14)],
    ['wrong schema', () => writeFile(file(), '{"text": []}')],
    ['empty', () => writeFile(file(), '')],
    ['huge', () => writeFile(file(), `{"texts": ["${'a'.repeat(3_000_000)}"]}`)],
    ['deep', () => writeFile(file(), '['.repeat(200_000))],
    ['a link', async () => rm(file()).then(() => symlink('/etc/hostname', file()))],
    ['the list of topics deleted', () => rm(join(folder.path, 'topics.json'))],
    ['the folder deleted', () => rename(folder.path, `${folder.path}-gone`)],
    ['not UTF-8', () => writeFile(file(), Buffer.from([0x22, 0xff, 0xfe, 0x22]))],
  ])('%s', async (_, breakIt) => {
    const before = knowledge
    await breakIt()
    await watch.look()
    expect(knowledge).toBe(before)
    expect(watch.state().problem?.faults.length).toBeGreaterThan(0)
    expect(told).toHaveLength(1)

    await rm(`${folder.path}-gone`, { recursive: true, force: true })
    await rm(file(), { force: true })
    await folder.write({ ...goodFiles(), 'en/offtopic.json': { texts: ['mended'] } })
    await watch.look()
    expect(question()).toBe('mended')
    expect(watch.state().problem).toBeUndefined()
    expect(told.at(-1)).toEqual([])
  })
})

test('a change that cannot be put into service is refused too', async () => {
  const other = await watchContent({
    paths: [folder.path],
    load: async () => 1,
    take: () => {
      throw new RangeError('index')
    },
  })
  await folder.write({ 'en/offtopic.json': { texts: ['x'] } })
  await other.look()
  expect(other.state().problem?.faults[0]?.problem).toContain('RangeError')
  await other.stop()
})

test('a file that is still being written is not taken half', async () => {
  let loads = 0
  const other = await watchContent({
    paths: [folder.path],
    load: async () => ++loads,
    take: () => {},
    intervalMs: 60,
  })
  for (let i = 0; i < 12; i++) {
    await writeFile(join(folder.path, 'en', 'offtopic.json'), `{"texts": ["${'x'.repeat(i)}`)
    await wait(20)
  }
  const early = loads
  await until(() => loads > 0, 2_000)
  await other.stop()
  expect(early).toBeLessThanOrEqual(1)
})

describe('withdrawn entries and the notice', () => {
  test('are followed while the bot runs, and kept when their file breaks', async () => {
    const live = await watchLive(folder.path, (faults) => told.push(faults), 50)
    expect(live.current().withdrawn.size).toBe(0)
    await folder.write({ 'withdrawn.json': { entries: { 'go-home': { since: '2026-11-24T10:00:00Z' } } } })
    await until(() => live.current().withdrawn.has('go-home'), 2_000)
    await folder.write({ 'withdrawn.json': '{' })
    await until(() => told.length > 0, 2_000)
    expect(live.current().withdrawn.has('go-home')).toBe(true)
    await rm(join(folder.path, 'withdrawn.json'))
    await until(() => live.current().withdrawn.size === 0, 2_000)
    await live.stop()
  })

  test('the notice ends at its hour and falls back to English', () => {
    const live = {
      withdrawn: new Set<string>(),
      notice: { until: '2026-12-01T18:00:00+02:00', texts: { en: 'Closed today.', ro: 'Închis azi.' } },
    }
    expect(noticeAt(live, new Date('2026-12-01T15:59:00Z'), 'ro')).toBe('Închis azi.')
    expect(noticeAt(live, new Date('2026-12-01T15:59:00Z'), 'uk')).toBe('Closed today.')
    expect(noticeAt(live, new Date('2026-12-01T16:00:00Z'), 'ro')).toBeUndefined()
  })
})
