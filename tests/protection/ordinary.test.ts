import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createProtection } from '../../src/protection/protection.ts'

const knowledge = join(import.meta.dirname, '../../knowledge')

/** Entries whose own questions may come from somebody in danger: both replies are right there. */
const MAY_BE_DANGER = new Set([
  'after-rape',
  'child-line',
  'forced-debt',
  'poisoning',
  'report-trafficking',
  'suicide-help',
  'violence-line',
])
/** Every so many phrasings; all of them would take minutes. */
const STEP = 9
const MOST_FALSE_ALARMS = 0.05

function read(file: string): Record<string, unknown> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {}
}

function phrasings(locale: string): string[] {
  const folder = join(knowledge, locale, 'phrasings')
  const files = existsSync(folder) ? readdirSync(folder) : []
  const texts = files.flatMap((name) =>
    Object.entries(read(join(folder, name))).flatMap(([id, list]) =>
      id === '$schema' || MAY_BE_DANGER.has(id) ? [] : (list as string[]),
    ),
  )
  const smalltalk = Object.entries(read(join(knowledge, locale, 'smalltalk.json'))).flatMap(
    ([act, content]) => (act === '$schema' ? [] : (content as { phrasings: string[] }).phrasings),
  )
  const offtopic = (read(join(knowledge, locale, 'offtopic.json')).texts ?? []) as string[]
  return [...texts, ...offtopic, ...smalltalk].filter((_, at) => at % STEP === 0)
}

const locales = readdirSync(knowledge).filter((name) => existsSync(join(knowledge, name, 'smalltalk.json')))

test.each(locales)('ordinary questions and small talk in %s are not taken for danger', (locale) => {
  const protection = createProtection()
  const texts = phrasings(locale)
  const alarms = texts.filter((text) => protection.detect(text) !== undefined)

  expect(alarms.length).toBeLessThanOrEqual(Math.max(1, texts.length * MOST_FALSE_ALARMS))
})
