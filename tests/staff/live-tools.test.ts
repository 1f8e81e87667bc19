import { execFile } from 'node:child_process'
import { access, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { noticeAt, watchLive } from '../../src/knowledge/live.ts'
import { romanianInstant, romanianText } from '../../src/staff/romanian-time.ts'
import { goodFiles, makeFolder, type TestFolder } from '../knowledge/folder.ts'

let folder: TestFolder
let dataDir: string
beforeEach(async () => {
  folder = await makeFolder(goodFiles())
  dataDir = join(dirname(folder.path), 'data')
})
afterEach(() => folder.remove())

function tool(name: string, ...args: string[]): Promise<{ code: number; text: string }> {
  const env = {
    ...process.env,
    KNOWLEDGE_DIR: folder.path,
    LOCALES_DIR: dirname(folder.path),
    DATA_DIR: dataDir,
  }
  const script = join(import.meta.dirname, `../../src/staff/${name}.ts`)
  return promisify(execFile)(process.execPath, [script, ...args], { env }).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    (error) => ({ code: error.code as number, text: `${error.stdout}${error.stderr}` }),
  )
}

test('withdraw takes an answer out of a running bot within two seconds, and puts it back', async () => {
  const live = await watchLive(dataDir, () => {})
  const withdrawn = async (expected: boolean) => {
    const start = performance.now()
    while (live.current().withdrawn.has('go-home') !== expected) {
      if (performance.now() - start > 2_000) throw new Error('Not within two seconds.')
      await wait(20)
    }
  }
  expect((await tool('withdraw', 'go-home', '--reason', 'the law changed')).text).toContain(
    'these contacts instead: iom',
  )
  await withdrawn(true)
  expect((await tool('withdraw', '--list')).text).toContain('the law changed')
  expect((await tool('withdraw', '--back', 'go-home')).text).toContain('Back in service')
  await withdrawn(false)
  await live.stop()
}, 30_000)

test('an unknown entry is refused with what was perhaps meant', async () => {
  const { code, text } = await tool('withdraw', 'home')
  expect(code).toBe(1)
  expect(text).toContain('Did you mean: go-home')
})

test('an answer can be withdrawn while the content is broken', async () => {
  await writeFile(join(folder.path, 'en', 'offtopic.json'), '{')
  expect((await tool('withdraw', 'go-home')).code).toBe(0)
})

test('a notice stands until its hour in Romania and is taken away', async () => {
  const live = await watchLive(dataDir, () => {}, 50)
  await tool('notice', '--until', '2099-07-01 18:00', '--en', 'Closed today.', '--ro', 'Închis azi.')
  await live.look()
  expect(noticeAt(live.current(), new Date('2099-07-01T14:59:00Z'), 'ro')).toBe('Închis azi.')
  expect(noticeAt(live.current(), new Date('2099-07-01T15:00:00Z'), 'ro')).toBeUndefined() // summer time: three hours ahead
  expect((await tool('notice')).text).toContain('Shown until 2099-07-01 18:00')
  await tool('notice', '--off')
  await live.look()
  expect(live.current().notice).toBeUndefined()
  await live.stop()
}, 30_000)

test.each([
  ['a number to dial', ['--until', '2099-01-01 10:00', '--en', 'Call 0800 800 678.'], 'cannot be shown'],
  ['an end that has passed', ['--until', '2020-01-01 10:00', '--en', 'Closed.'], 'has passed'],
  ['an end that is no time', ['--until', 'tomorrow', '--en', 'Closed.'], 'Romanian time'],
  ['no text', ['--until', '2099-01-01 10:00'], 'Say until when and what'],
  [
    'neither English nor Romanian',
    ['--until', '2099-01-01 10:00', '--uk', 'Зачинено.'],
    'English (--en) or Romanian',
  ],
])('a notice with %s is refused', async (_, args, problem) => {
  const { code, text } = await tool('notice', ...args)
  expect(code).toBe(1)
  expect(text).toContain(problem)
  await expect(access(join(dataDir, 'notice.json'))).rejects.toThrow('ENOENT')
})

describe('Romanian time', () => {
  test.each([
    ['2026-12-01 18:00', '2026-12-01T16:00:00.000Z'], // winter
    ['2026-07-01 18:00', '2026-07-01T15:00:00.000Z'], // summer
    ['2026-10-25 05:00', '2026-10-25T03:00:00.000Z'], // the day on which the clocks go back
  ])('%s is %s', (written, instant) => {
    expect(romanianInstant(written)?.toISOString()).toBe(instant)
    expect(romanianText(new Date(instant))).toBe(written)
  })

  test.each(['2026-02-30 10:00', '2026-13-01 10:00', '2026-12-01 25:00', 'soon', ''])(
    '%j is no time',
    (written) => {
      expect(romanianInstant(written)).toBeUndefined()
    },
  )
})
