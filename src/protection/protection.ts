import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cacheName, readCached, writeCached } from '../cache.ts'
import type { Fault } from '../fault.ts'
import type { Lessons } from './classifier.ts'
import { compiledDictionaries } from './compiled.ts'
import { createDangerDetector, type DangerDetector, type LessonStore } from './danger.ts'
import type { DangerDictionary } from './dictionary.ts'
import { readDictionaries } from './load.ts'

export type { Danger, DangerDetector, Verdict, Why } from './danger.ts'

/** The detector, and what staff should know about its content. */
export interface Protection extends DangerDetector {
  /** What is wrong with the folder's danger.json files; such a file is served from the compiled copy. */
  readonly faults: readonly Fault[]
  /** Languages whose danger texts no person has reviewed. */
  readonly unreviewed: readonly string[]
  /** Per language, messages that are ordinary questions or only look alarming. */
  readonly calm: ReadonlyMap<string, readonly string[]>
}

/**
 * Builds the protection from the compiled copy and, where a folder is given, from its danger.json files too. What is
 * recognised is the union of both, so neither a broken folder nor a stale copy takes a phrase away.
 *
 * @param folder the knowledge folder; left out, unreadable or faulty: the compiled copy alone
 * @param cacheDir where what was learnt is kept for the next start; left out, unreadable or full: it is learnt anew
 */
export function createProtection(folder?: string, cacheDir?: string): Protection {
  const { dictionaries, faults } = dictionariesOf(folder)
  return {
    ...detectorOf(dictionaries, cacheDir),
    faults,
    calm: new Map(dictionaries.map(({ locale, calm }) => [locale, calm])),
    unreviewed: dictionaries.filter(({ review }) => review.by === 'machine').map(({ locale }) => locale),
  }
}

/** Whether what these dictionaries teach is kept from before, so that building the protection is quick. */
export function isLearnt(folder: string, cacheDir: string): boolean {
  const name = nameOf(dictionariesOf(folder).dictionaries)
  return last?.name === name || existsSync(join(cacheDir, name))
}

function dictionariesOf(folder: string | undefined) {
  const read = folder === undefined ? { dictionaries: [], faults: [] } : readDictionaries(folder)
  return { dictionaries: unite(compiledDictionaries(), read.dictionaries), faults: read.faults }
}

let last: { name: string; detector: DangerDetector } | undefined

/** The folders whose code decides what is learnt. */
const CODE = [import.meta.dirname, join(import.meta.dirname, '..', 'language')]
const LABEL = 'danger'

/** Names everything that the learning depends on. */
function nameOf(dictionaries: readonly DangerDictionary[]): string {
  const taught = dictionaries.map(({ locale, groups, phrases, examples, calm, ordinary }) => [
    locale,
    groups,
    phrases,
    examples,
    calm,
    ordinary,
  ])
  return cacheName(LABEL, taught, CODE)
}

/** Learning takes seconds, so a reload of other content gets the detector that is there, and a start what is on disk. */
function detectorOf(dictionaries: readonly DangerDictionary[], cacheDir: string | undefined): DangerDetector {
  const name = nameOf(dictionaries)
  if (last?.name !== name) {
    const store = cacheDir === undefined ? undefined : lessonStore(cacheDir, name)
    last = { name, detector: createDangerDetector(dictionaries, store) }
  }
  return last.detector
}

const lessonStore = (folder: string, name: string): LessonStore => ({
  read: () => readCached<Lessons>(folder, name),
  write: (lessons) => void writeCached(folder, LABEL, name, lessons),
})

/** Both lists by language; where a language is in both: every phrase and example of either. */
export function unite(
  first: readonly DangerDictionary[],
  second: readonly DangerDictionary[],
): DangerDictionary[] {
  const united = new Map(first.map((dictionary) => [dictionary.locale, dictionary]))
  for (const dictionary of second) {
    const known = united.get(dictionary.locale)
    united.set(
      dictionary.locale,
      known === undefined
        ? dictionary
        : {
            ...dictionary,
            ...(known.ordinary ? { ordinary: known.ordinary } : {}),
            groups: uniteLists(known.groups, dictionary.groups),
            phrases: uniteLists(known.phrases, dictionary.phrases),
            examples: uniteLists(known.examples, dictionary.examples),
            calm: [...new Set([...known.calm, ...dictionary.calm])],
          },
    )
  }
  return [...united.values()]
}

function uniteLists<Name extends string>(
  one: Readonly<Record<Name, string[]>>,
  two: Readonly<Record<Name, string[]>>,
): Record<Name, string[]> {
  const names = Object.keys(one) as Name[]
  const lists = names.map((name) => [name, [...new Set([...one[name], ...two[name]])]] as const)
  return Object.fromEntries(lists) as Record<Name, string[]>
}
