import { readFileSync } from 'node:fs'

import { generator } from '../../src/search/regression.ts'

/** A public question set: what is learned from, what is asked, and what no entry answers. */
export interface Dataset {
  readonly name: string
  readonly lang: string
  readonly entries: readonly { readonly id: string; readonly texts: readonly string[] }[]
  readonly test: readonly { readonly text: string; readonly gold: readonly string[] }[]
  readonly oos: Readonly<Record<string, readonly string[]>>
}

export interface DatasetOptions {
  /** Phrasings per entry that are learned from; all without it. */
  readonly k?: number | undefined
  readonly typos: boolean
  /** Questions of each kind that are asked at most. */
  readonly most: number
}

interface DatasetFile {
  readonly name: string
  readonly lang: string
  readonly train: readonly { readonly id: string; readonly text: string }[]
  readonly test: readonly { readonly text: string; readonly gold: readonly string[] }[]
  readonly oos: Readonly<Record<string, readonly string[]>>
}

/** Reads a set and draws from it, the same draw each time. Throws where the file is not such a set. */
export function readDataset(path: string, { k, typos, most }: DatasetOptions): Dataset {
  const file: DatasetFile = JSON.parse(readFileSync(path, 'utf8'))
  const random = generator(1)
  const byEntry = Map.groupBy(file.train, ({ id }) => id)
  const entries = [...byEntry].map(([id, rows]) => {
    const texts = shuffled([...new Set(rows.map(({ text }) => text))], random)
    return { id, texts: texts.slice(0, k) }
  })
  const spoil = typos ? (text: string) => withTypos(text, random) : (text: string) => text
  const test = shuffled(file.test, random)
    .slice(0, most)
    .map(({ text, gold }) => ({ text: spoil(text), gold }))
  // validation texts are for tuning; nothing here is tuned
  const names = Object.keys(file.oos).filter((name) => !name.endsWith('_val'))
  const oos = Object.fromEntries(
    names.map((name) => [name, shuffled(file.oos[name]!, random).slice(0, most).map(spoil)]),
  )
  return { name: file.name, lang: file.lang, entries, test, oos }
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list]
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const kept = result[last]!
    result[last] = result[other]!
    result[other] = kept
  }
  return result
}

const TYPOS = 2

/** Two slips of the finger: a letter left out, doubled, swapped with the next, or replaced by another of the text. */
function withTypos(text: string, random: () => number): string {
  const letters = [...text]
  for (let typo = 0; typo < TYPOS; typo++) {
    const places = letters.flatMap((letter, at) => (/\p{L}/u.test(letter) ? [at] : []))
    if (places.length < 4) break
    const at = places[Math.floor(random() * places.length)]!
    const kind = Math.floor(random() * 4)
    if (kind === 0) letters.splice(at, 1)
    else if (kind === 1) letters.splice(at, 0, letters[at]!)
    else if (kind === 2 && at + 1 < letters.length) letters.splice(at, 2, letters[at + 1]!, letters[at]!)
    else letters[at] = letters[places[Math.floor(random() * places.length)]!]!
  }
  return letters.join('')
}
