import type { Fault } from '../fault.ts'
import { compiledDictionaries } from './compiled.ts'
import type { DangerDictionary } from './dictionary.ts'

/** One line of TypeScript per dictionary: the JSON as a string, which loads faster than an object of its size. */
export function compiledSource({ locale, ...content }: DangerDictionary): string {
  const json = JSON.stringify(content).replaceAll('\\', '\\\\').replaceAll("'", "\\'")
  return [
    `// Written by tools/build-danger.ts from knowledge/${locale}/danger.json. Change that file, not this one.`,
    `export const ${locale} =`,
    `  '${json}'`,
    '',
  ].join('\n')
}

/** What staff keep of a dictionary; the ordinary texts are found anew by each build. */
const kept = ({ ordinary: _, ...dictionary }: DangerDictionary): string => compiledSource(dictionary)

/** Faults where the committed copy differs from the danger.json files, or a language is missing on either side. */
export function compiledFaults(dictionaries: readonly DangerDictionary[]): Fault[] {
  const compiled = new Map(compiledDictionaries().map((dictionary) => [dictionary.locale, dictionary]))
  const remedy = 'Run "node tools/build-danger.ts" and commit src/protection/compiled.'
  const differing = dictionaries
    .filter((dictionary) => {
      const known = compiled.get(dictionary.locale)
      return known === undefined || kept(known) !== kept(dictionary)
    })
    .map(({ locale }) => ({ locale, problem: 'The copy compiled into the program differs from this file.' }))
  const present = new Set(dictionaries.map(({ locale }) => locale))
  const lost = [...compiled.keys()]
    .filter((locale) => !present.has(locale))
    .map((locale) => ({
      locale,
      problem: 'The file is missing or faulty; only the compiled copy serves it.',
    }))
  return [...differing, ...lost].map(({ locale, problem }) => ({
    file: `knowledge/${locale}/danger.json`,
    at: '',
    problem,
    remedy,
  }))
}
