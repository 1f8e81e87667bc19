import { createHash } from 'node:crypto'
import type { Fault } from '../fault.ts'
import { compiledDictionaries } from './compiled.ts'
import { createDangerDetector, type DangerDetector } from './danger.ts'
import type { DangerDictionary } from './dictionary.ts'
import { readDictionaries } from './load.ts'

export type { Danger, DangerDetector, Verdict, Why } from './danger.ts'

/** The detector, and what staff should know about its content. */
export interface Protection extends DangerDetector {
  /** What is wrong with the folder's danger.json files; such a file is served from the compiled copy. */
  readonly faults: readonly Fault[]
  /** Languages whose danger texts no person has reviewed. */
  readonly unreviewed: readonly string[]
}

/**
 * Builds the protection from the compiled copy and, where a folder is given, from its danger.json files too. What is
 * recognised is the union of both, so neither a broken folder nor a stale copy takes a phrase away.
 *
 * @param folder the knowledge folder; left out, unreadable or faulty: the compiled copy alone
 */
export function createProtection(folder?: string): Protection {
  const read = folder === undefined ? { dictionaries: [], faults: [] } : readDictionaries(folder)
  const dictionaries = unite(compiledDictionaries(), read.dictionaries)
  return {
    ...detectorOf(dictionaries),
    faults: read.faults,
    unreviewed: dictionaries.filter(({ review }) => review.by === 'machine').map(({ locale }) => locale),
  }
}

let last: { key: string; detector: DangerDetector } | undefined

/** Learning takes about a second, so a reload of other content gets the detector that is there. */
function detectorOf(dictionaries: readonly DangerDictionary[]): DangerDetector {
  const learnt = dictionaries.map(({ locale, groups, phrases, examples, calm }) => [
    locale,
    groups,
    phrases,
    examples,
    calm,
  ])
  const key = createHash('sha256').update(JSON.stringify(learnt)).digest('base64')
  if (last?.key !== key) last = { key, detector: createDangerDetector(dictionaries) }
  return last.detector
}

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
