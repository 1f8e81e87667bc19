import { execFile } from 'node:child_process'
import { access, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { noticeAt, watchLive } from '../../src/knowledge/live.ts'
import { romanianInstant, romanianText } from '../../src/staff/romanian-time.ts'
import { SaveError } from '../../src/staff/save.ts'
import { sentenceOf } from '../../src/staff/tool.ts'
import { StoreError } from '../../src/storage/store.ts'
import { goodFiles, makeFolder, type TestFolder } from '../knowledge/folder.ts'

let folder: TestFolder
let dataDir: string
beforeEach(async () => {
  folder = await makeFolder(goodFiles())
  dataDir = join(dirname(folder.path), 'data')
  for (const tag of ['en', 'ro', 'uk'])
    await mkdir(join(dirname(folder.path), 'locales', tag), { recursive: true })
})
afterEach(() => folder.remove())

function tool(name: string, ...args: string[]): Promise<{ code: number; text: string }> {
  const env = {
    ...process.env,
    KNOWLEDGE_DIR: folder.path,
    LOCALES_DIR: join(dirname(folder.path), 'locales'),
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

test.each([
  ['withdraw', ['go-home', 'go-home-money'], '“go-home-money” is too much'],
  ['withdraw', ['--list', 'go-home'], '“go-home” is too much'],
  ['withdraw', ['--back', 'go-home', 'go-home-money'], '“go-home-money” is too much'],
  ['withdraw', ['--bogus'], 'Unknown option'],
  ['export', ['ro', 'x.csv'], 'Name the file with --out'],
  ['import', ['ro', 'x.csv', 'y.csv'], '“y.csv” is too much'],
  ['numbers-only', ['on', 'off'], '“off” is too much'],
  ['numbers-only', ['perhaps'], 'Say on or off'],
  ['notice', ['--until', '2099-01-01 10:00', '--en', 'Closed.', '--xx', 'Closed.'], 'no language “xx”'],
  ['notice', ['--until', '2099-01-01 10:00', '--en', 'Closed.', '--ua', 'Зачинено.'], 'no language “ua”'],
  ['notice', ['--until', '2099-01-01 10:00', '--en', '--ro', 'Închis.'], '--en lacks its words'],
  ['notice', ['--off', '--en', 'Closed.'], '--off stands alone'],
  ['undo', ['--bogus'], 'Unknown option'],
  ['check', ['--bogus'], 'Unknown option'],
  ['check', ['here'], 'Unexpected argument'],
  ['edit', ['go-home', '--lang', 'xx'], 'no language “xx”'],
  ['ask', ['--batch', 'questions.jsonl'], '--batch reads its questions from'],
  ['eval', ['--bogus'], 'Unknown option'],
])('%s refuses %j in a sentence', async (name, args, sentence) => {
  const { code, text } = await tool(name, ...args)

  expect(code).toBe(1)
  expect(text).toContain(sentence)
  expect(text).not.toMatch(/^\s+at /m)
  await expect(access(join(dataDir, 'withdrawn.json'))).rejects.toThrow('ENOENT')
  await expect(access(join(dataDir, 'notice.json'))).rejects.toThrow('ENOENT')
  await expect(access(join(dataDir, 'numbers-only'))).rejects.toThrow('ENOENT')
  await expect(access(join(folder.path, 'xx'))).rejects.toThrow('ENOENT')
})

describe('a disk that does not take it', () => {
  test.each([
    ['withdraw', ['go-home']],
    ['notice', ['--until', '2099-01-01 10:00', '--en', 'Closed today.']],
    ['numbers-only', ['on']],
  ])('%s says so in a sentence', async (name, args) => {
    await writeFile(dataDir, 'a file where the folder should be')
    const { code, text } = await tool(name, ...args)

    expect(code).toBe(1)
    expect(text).toContain('Check the path, and DATA_DIR')
    expect(text).not.toMatch(/^\s+at |errno/m)
  })

  test('export says so in a sentence', async () => {
    await writeFile(join(dirname(folder.path), 'full'), '')
    const { code, text } = await tool('export', 'ro', '--out', join(dirname(folder.path), 'full', 'ro.csv'))

    expect(code).toBe(1)
    expect(text).toMatch(/Check the path/)
    expect(text).not.toMatch(/^\s+at /m)
  })

  test('what is withdrawn is not lost when its file cannot be read', async () => {
    await mkdir(dataDir)
    // A link to itself: nobody can read it, the administrator neither.
    await symlink(join(dataDir, 'withdrawn.json'), join(dataDir, 'withdrawn.json'))

    expect(await tool('withdraw', 'go-home')).toMatchObject({ code: 1 })
    await expect(readFile(join(dataDir, 'withdrawn.json'))).rejects.toThrow('ELOOP')
  })

  const failure = (code: string, path = '/data/notice.json') =>
    Object.assign(new Error(code), { code, syscall: 'open', path })
  test.each([
    [failure('EACCES'), '/data/notice.json may not be read or written by this user.'],
    [failure('EACCES', '/data/.notice.json.77.tmp'), '/data may not be read or written by this user.'],
    [failure('ENOSPC'), 'The disk is full, so nothing was changed.'],
    [failure('EROFS'), 'a disk that can only be read'],
    [failure('EIO'), 'cannot be used (EIO)'],
    [new StoreError('Redis did not answer.'), 'Check REDIS_URL'],
    [new SaveError('Wait.'), 'Wait.'],
  ])('%s has its remedy', (error, sentence) => {
    expect(sentenceOf(error)).toContain(sentence)
  })

  test('a mistake in the program keeps its stack trace', () => {
    expect(sentenceOf(new TypeError('x is not a function'))).toBeUndefined()
  })
})

test.each([
  ['a missing file', 'missing.jsonl', 'is not there'],
  ['a folder', 'locales', 'is a folder'],
  ['a file that holds no questions', 'rubbish.jsonl', 'line 1: this is not a question'],
])('eval refuses %s in a sentence', async (_, name, sentence) => {
  await writeFile(join(dirname(folder.path), 'rubbish.jsonl'), 'rubbish')
  const { code, text } = await tool('eval', join(dirname(folder.path), name))

  expect(code).toBe(1)
  expect(text).toContain(sentence)
  expect(text).not.toMatch(/^\s+at /m)
})

test('eval reads a file that begins with a byte order mark', async () => {
  const file = join(dirname(folder.path), 'questions.jsonl')
  // The second line stops it before a bot is built.
  await writeFile(file, '\ufeff{"id":"1","lang":"en","text":"hello"}\nrubbish')

  expect((await tool('eval', file)).text).toContain('line 2: this is not a question')
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
