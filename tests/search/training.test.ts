import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'

import { trainedModel } from '../../src/search/model.ts'
import { createSearch } from '../../src/search/search.ts'
import { PRIOR } from '../../src/search/thresholds.ts'
import { ENGLISH, UKRAINIAN } from './content.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'search-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('threads train while a quick model serves, and tell their progress', async () => {
  const progress: [string, number][] = []
  const search = createSearch([ENGLISH, UKRAINIAN], {
    onProgress: (label, done) => progress.push([label, done]),
  })

  const before = search.find('library card', { locales: ['en'] })
  expect(before.matches[0]?.entry).toBe('library')
  expect(before.explanation.trained).toBe(false)

  await search.ready
  const after = search.find('library card', { locales: ['en'] })
  expect(after.matches[0]?.entry).toBe('library')
  expect(after.explanation.trained).toBe(true)
  expect(search.find('de biblioteka', { locales: ['uk'] }).explanation.trained).toBe(true)
  expect(new Set(progress.map(([label]) => label))).toEqual(new Set(['en', 'uk', 'uk-latn']))
  expect(progress.at(-1)?.[1]).toBe(1)
})

test('threads and this thread train the same', async () => {
  const there = createSearch([ENGLISH])
  await there.ready
  const here = createSearch([ENGLISH], { training: 'here' })

  expect(there.find('doctor for my baby', { locales: ['en'] })).toEqual(
    here.find('doctor for my baby', { locales: ['en'] }),
  )
})

test('a judge learns from few texts too, where entries that are taken away stand in for off-topic texts', () => {
  const { weights } = trainedModel(ENGLISH)

  expect([...weights.entry, ...weights.none].every(Number.isFinite)).toBe(true)
  expect(weights).not.toEqual(PRIOR.trained)
})

test('training that is stopped leaves the quick model', async () => {
  const search = createSearch([ENGLISH])
  await search.close()
  await search.ready

  expect(search.find('library card', { locales: ['en'] }).matches[0]?.entry).toBe('library')
})

describe('models on disk', () => {
  const find = (training: 'here' | 'off' | 'workers', content = ENGLISH) => {
    const search = createSearch([content], { cacheDir: folder, training })
    return search.find('library card', { locales: ['en'] })
  }

  test('are written once and read at the next start', async () => {
    const first = find('here')
    expect(readdirSync(folder)).toHaveLength(1)

    const search = createSearch([ENGLISH], { cacheDir: folder })
    expect(search.find('library card', { locales: ['en'] })).toEqual(first) // trained at once
    await search.ready
  })

  test('are replaced when the content changes', () => {
    const [before] = readdirSync(folder)
    find('here', { ...ENGLISH, offtopic: [...ENGLISH.offtopic, 'lottery results'] })

    const after = readdirSync(folder)
    expect(after).toHaveLength(1)
    expect(after[0]).not.toBe(before)
  })

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['with one bit turned', (bytes: Buffer) => bytes.fill(bytes[900]! ^ 1, 900, 901)],
    ['empty', () => Buffer.alloc(0)],
    ['of another kind', () => Buffer.from('not a model at all')],
  ])('that are %s are ignored and written anew', (_, damage) => {
    const expected = find('here')
    const path = join(folder, readdirSync(folder)[0]!)
    const sound = readFileSync(path)
    writeFileSync(path, damage(Buffer.from(sound)))

    expect(find('here')).toEqual(expected)
    expect(readFileSync(path).equals(sound)).toBe(true)
  })

  test('cost nothing where the folder cannot be written', () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const search = createSearch([ENGLISH], { cacheDir: join(file, 'below'), training: 'here' })

    expect(search.find('library card', { locales: ['en'] }).matches[0]?.entry).toBe('library')
  })
})
