import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../fault.ts'
import { type DangerDictionary, dictionarySchema } from './dictionary.ts'
import { readPhrase } from './phrase.ts'

/**
 * Reads every `<folder>/<locale>/danger.json`. Never throws: a file that cannot be used is a fault and is left out, so
 * that the compiled copy still serves its language.
 */
export function readDictionaries(folder: string): { dictionaries: DangerDictionary[]; faults: Fault[] } {
  const dictionaries: DangerDictionary[] = []
  const faults: Fault[] = []
  for (const locale of localesIn(folder)) {
    const file = join(folder, locale, 'danger.json')
    let content: unknown
    try {
      content = JSON.parse(readFileSync(file, 'utf8'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue
      const problem = `The file cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}.`
      faults.push({
        file,
        at: '',
        problem,
        remedy: 'Mend the place named, or restore the last good version.',
      })
      continue
    }
    const result = readDictionary(file, locale, content)
    faults.push(...result.faults)
    if (result.dictionary) dictionaries.push(result.dictionary)
  }
  return { dictionaries, faults }
}

/** Checks the content of one danger.json: its shape, and that every phrase can be read. */
export function readDictionary(
  file: string,
  locale: string,
  content: unknown,
): { dictionary?: DangerDictionary; faults: Fault[] } {
  const parsed = dictionarySchema.safeParse(content)
  if (!parsed.success) {
    return {
      faults: parsed.error.issues.map(({ path, message }) => ({
        file,
        at: path.map(String).join('.'),
        problem: `${message}.`,
        remedy: 'Compare with knowledge/en/danger.json.',
      })),
    }
  }
  const { $schema: _, ...dictionary } = parsed.data
  const faults = [
    ...Object.entries(dictionary.groups).map(([name, list]) => [`groups.${name}`, list] as const),
    ...Object.entries(dictionary.phrases).map(([name, list]) => [`phrases.${name}`, list] as const),
  ].flatMap(([at, list]) => list.flatMap((written, index) => phraseFaults(file, `${at}[${index}]`, written)))
  return faults.length > 0 ? { faults } : { dictionary: { ...dictionary, locale }, faults }
}

function phraseFaults(file: string, at: string, written: string): Fault[] {
  const remedy = 'Write words, with (a|b) for either, … for up to four words, * for any ending.'
  try {
    if (readPhrase(written, undefined).length > 0) return []
    return [{ file, at, problem: 'The phrase has no word.', remedy }]
  } catch (error) {
    return [{ file, at, problem: error instanceof Error ? error.message : String(error), remedy }]
  }
}

function localesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^[a-z]{2,3}$/.test(entry.name))
      .map(({ name }) => name)
      .sort()
  } catch {
    return []
  }
}
