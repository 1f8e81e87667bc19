import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { words } from '../../src/language/normalise.ts'
import { compiledDictionaries } from '../../src/protection/compiled.ts'
import { crisisReply } from '../../src/protection/crisis.ts'
import { createProtection } from '../../src/protection/protection.ts'

/*
 * The evaluation table is written apart from the dictionaries, by somebody who has not read them: rows
 * {"id","lang","text","danger","must"?} that must be recognised, and {"id","lang","text","expect":"ordinary"} that must
 * not. `node tools/danger-eval.ts tests/protection/evaluation/*.jsonl` shows the same as a report.
 */

interface Row {
  readonly id: string
  readonly lang: string
  readonly text: string
  readonly danger?: string
  readonly expect?: 'ordinary'
  readonly must?: readonly (readonly string[])[]
}

const folder = join(import.meta.dirname, 'evaluation')
const rows = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Row)
const dangers = rows.filter(({ danger, expect: ordinary }) => danger !== undefined && ordinary === undefined)
const calm = rows.filter((row) => !dangers.includes(row))
const languages = [...new Set(rows.map(({ lang }) => lang))]

const LEAST_RECALL = 0.95
const MOST_FALSE_ALARMS = 0.05
/** A language with twenty rows passes 5 % with one row that went wrong; two are too many. */
const ALWAYS_FORGIVEN = 1
/** Two texts with this share of common words are the same text with a word changed. */
const NEAR = 0.75

test('no evaluation text stands in a dictionary, nor nearly', () => {
  const index = new Map<string, Set<string>>()
  const known = new Map<string, Set<string>>()
  for (const { examples, calm: texts } of compiledDictionaries()) {
    for (const text of [...Object.values(examples).flat(), ...texts]) {
      const own = new Set(words(text))
      known.set(text, own)
      for (const word of own) index.set(word, (index.get(word) ?? new Set()).add(text))
    }
  }
  const near = rows.flatMap(({ id, text }) => {
    const own = new Set(words(text))
    const candidates = new Set([...own].flatMap((word) => [...(index.get(word) ?? [])]))
    return [...candidates]
      .filter((other) => {
        const theirs = known.get(other)!
        const common = [...own].filter((word) => theirs.has(word)).length
        return common / (own.size + theirs.size - common) >= NEAR
      })
      .map((other) => `${id}: “${text}” is too near to “${other}”`)
  })

  expect(near).toEqual([])
})

describe.each(languages.length > 0 ? languages : ['(no table yet)'])('%s', (lang) => {
  const protection = createProtection()
  const alarms = (some: readonly Row[]) =>
    some.filter(({ text }) => protection.detect(text) !== undefined).length

  test('dangers are recognised', () => {
    const own = dangers.filter((row) => row.lang === lang)
    const missed = own.length - alarms(own)

    expect(missed).toBeLessThanOrEqual(Math.max(ALWAYS_FORGIVEN, own.length * (1 - LEAST_RECALL)))
  })

  test('look-alikes stay calm', () => {
    const own = calm.filter((row) => row.lang === lang)

    expect(alarms(own)).toBeLessThanOrEqual(Math.max(ALWAYS_FORGIVEN, own.length * MOST_FALSE_ALARMS))
  })

  test('where danger is seen, the numbers that must be there stand in the first line', () => {
    for (const { text, must = [] } of dangers.filter((row) => row.lang === lang)) {
      const found = protection.detect(text)
      if (found === undefined) continue
      const dials = crisisReply(found, lang).numbers.map(({ dial }) => dial)
      for (const spellings of must) {
        expect(spellings.some((one) => dials.includes(one.replace(/[ .-]/g, '')))).toBe(true)
      }
    }
  })
})
