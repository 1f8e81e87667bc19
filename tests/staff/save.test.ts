import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { recover, SaveError, save, saves, undo } from '../../src/staff/save.ts'

let base: string
let places: { knowledgeDir: string; dataDir: string }

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'save-'))
  places = { knowledgeDir: join(base, 'knowledge'), dataDir: join(base, 'data') }
})
afterEach(() => rm(base, { recursive: true, force: true }))

const read = (path: string) => readFile(join(places.knowledgeDir, path), 'utf8')

test('a save writes, deletes and creates, and undo takes it back', async () => {
  await save(
    places,
    'first',
    new Map([
      ['en/a.json', 'old a'],
      ['en/b.json', 'old b'],
    ]),
  )
  expect(
    await save(
      places,
      'second',
      new Map([
        ['en/a.json', 'new a'],
        ['en/b.json', null],
        ['uk/c.json', 'c'],
      ]),
    ),
  ).toBe(3)
  expect(await read('en/a.json')).toBe('new a')
  await expect(read('en/b.json')).rejects.toThrow('ENOENT')

  expect((await undo(places)).what).toBe('second')
  expect(await read('en/a.json')).toBe('old a')
  expect(await read('en/b.json')).toBe('old b')
  await expect(read('uk/c.json')).rejects.toThrow('ENOENT')

  expect((await undo(places)).what).toBe('first')
  await expect(undo(places)).rejects.toThrow('There is nothing to take back.')
})

test('a save that changes nothing is none', async () => {
  await save(places, 'first', new Map([['a.json', 'a']]))
  expect(await save(places, 'same', new Map([['a.json', 'a']]))).toBe(0)
  expect(await saves(places)).toHaveLength(1)
})

test('undo refuses to lose what somebody changed by hand', async () => {
  await save(places, 'first', new Map([['a.json', 'a']]))
  await writeFile(join(places.knowledgeDir, 'a.json'), 'by hand')
  await expect(undo(places)).rejects.toThrow(SaveError)
  expect(await read('a.json')).toBe('by hand')
})

test('two saves at once: one is done, the other is told to wait', async () => {
  const results = await Promise.allSettled([
    save(places, 'one', new Map([['a.json', 'one']])),
    save(places, 'two', new Map([['a.json', 'two']])),
  ])
  const done = results.filter(({ status }) => status === 'fulfilled')
  expect(done.length).toBeGreaterThan(0)
  expect(['one', 'two']).toContain(await read('a.json'))
})

test('the last fifty saves are kept', async () => {
  for (let i = 0; i < 55; i++) await save(places, `${i}`, new Map([['a.json', `${i}`]]))
  const kept = await saves(places)
  expect(kept).toHaveLength(50)
  expect(kept[0]?.what).toBe('54')
})

/** Starts processes that save without end, and kills each at another moment. */
async function killSavers(
  lane: string,
  kills: number,
): Promise<{ interrupted: number; rounds: Set<number> }> {
  const places = { knowledgeDir: join(base, lane, 'knowledge'), dataDir: join(base, lane, 'data') }
  const names = ['en/a.json', 'en/b.json', 'uk/c.json', 'uk/d.json']
  const body = (round: number, name: string) => JSON.stringify({ round, name, filler: 'x'.repeat(40_000) })
  await save(places, 'start', new Map(names.map((name) => [name, body(0, name)])))
  const script = join(base, lane, 'saver.mjs')
  const module = join(import.meta.dirname, '../../src/staff/save.ts')
  await writeFile(
    script,
    `import { save } from ${JSON.stringify(module)}
     const places = ${JSON.stringify(places)}, names = ${JSON.stringify(names)}
     const body = ${body.toString()}
     for (let round = Number(process.argv[2]); ; round++) {
       await save(places, 'round ' + round, new Map(names.map((name) => [name, body(round, name)])))
       if (round % 1000 === 0) process.send('one save is done')
     }`,
  )
  let interrupted = 0
  const rounds = new Set<number>()
  for (let kill = 1; kill <= kills; kill++) {
    const child = fork(script, [String(kill * 1000)], { execArgv: [], stdio: 'ignore' })
    await once(child, 'message')
    await wait(1 + ((kill * 7) % 60))
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
    const whole = async (name: string) => JSON.parse(await readFile(join(places.knowledgeDir, name), 'utf8'))
    // Each file is whole as it was left, and after the next tool's look they belong together.
    for (const name of names) expect((await whole(name)).name).toBe(name)
    if (await recover(places)) interrupted++
    const now = new Set<number>()
    for (const name of names) now.add((await whole(name)).round)
    expect(now.size).toBe(1)
    for (const round of now) rounds.add(round)
    expect((await readdir(join(places.knowledgeDir, 'en'))).sort()).toEqual(['a.json', 'b.json'])
  }
  return { interrupted, rounds }
}

test('killed in the middle of a save 200 times, every file is whole and the files belong together', async () => {
  const lanes = await Promise.all(['1', '2', '3', '4'].map((lane) => killSavers(lane, 50)))
  // The kills did fall into saves, and saves did end between them.
  expect(lanes.reduce((sum, { interrupted }) => sum + interrupted, 0)).toBeGreaterThan(40)
  expect(lanes.reduce((sum, { rounds }) => sum + rounds.size, 0)).toBe(200)
}, 180_000)
