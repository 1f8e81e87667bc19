import { createRequire } from 'node:module'
import Fuse, { type IFuseOptions } from 'fuse.js'
import MiniSearch from 'minisearch'

import { createSearch } from '../../src/search/search.ts'
import { ABLATIONS } from './ablations.ts'
import type { Dataset } from './data.ts'
import { pipeline } from './pipeline.ts'

/** Entries with scores, best first; empty where nothing is found. */
export type Ranking = readonly { readonly id: string; readonly score: number }[]

/** A search under test: learns a set, then ranks. */
export type Engine = (data: Dataset) => Promise<(text: string) => Ranking | Promise<Ranking>>

/** An engine cannot run here; the message says why. */
export class Skipped extends Error {
  override readonly name = 'Skipped'
}

const require = createRequire(import.meta.url)

const ours =
  (training: 'here' | 'off'): Engine =>
  async ({ lang, entries }) => {
    const search = createSearch([{ locale: lang, entries, offtopic: [] }], { training })
    return (text) =>
      search
        .find(text, { locales: [lang] })
        .matches.map(({ entry, confidence }) => ({ id: entry, score: confidence }))
  }

/** One record per phrasing; an entry counts by its best phrasing, the fairest way to ask Fuse for entries. */
const fuse =
  (options: IFuseOptions<{ id: string; text: string }>): Engine =>
  async ({ entries }) => {
    const records = entries.flatMap(({ id, texts }) => texts.map((text) => ({ id, text })))
    const index = new Fuse(records, { keys: ['text'], includeScore: true, ...options })
    // pitfall: Fuse takes seconds for thousands of letters
    return (text) =>
      firstOfEach(index.search(text.slice(0, 256)).map((hit) => ({ id: hit.item.id, score: 1 - hit.score! })))
  }

const miniSearch: Engine = async ({ entries }) => {
  const index = new MiniSearch<{ key: number; id: string; text: string }>({
    idField: 'key',
    fields: ['text'],
    storeFields: ['id'],
    searchOptions: { fuzzy: 0.2, prefix: true },
  })
  index.addAll(
    entries
      .flatMap(({ id, texts }) => texts.map((text) => ({ id, text })))
      .map((row, key) => ({ ...row, key })),
  )
  return (text) => firstOfEach(index.search(text).map((hit) => ({ id: hit.id as string, score: hit.score })))
}

interface WinkBm25 {
  defineConfig(config: object): void
  definePrepTasks(tasks: readonly ((text: string) => string[])[]): void
  addDoc(doc: object, id: string): void
  consolidate(): void
  search(text: string, limit: number): [string, number][]
}

const winkBm25: Engine = async ({ entries }) => {
  const index: WinkBm25 = require('wink-bm25-text-search')()
  index.defineConfig({ fldWeights: { text: 1 } })
  index.definePrepTasks([(text) => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []])
  entries.forEach(({ texts }, at) => {
    index.addDoc({ text: texts.join(' ') }, String(at))
  })
  index.consolidate()
  return (text) => index.search(text, 8).map(([at, score]) => ({ id: entries[Number(at)]!.id, score }))
}

interface NlpJs {
  addDocument(locale: string, text: string, intent: string): void
  train(): Promise<void>
  process(locale: string, text: string): Promise<{ classifications: { intent: string; score: number }[] }>
}

/** nlp.js, the package that a Node developer would otherwise take; it is not among the project's dependencies. */
const nlpJs: Engine = async (data) => {
  let NlpManager: new (settings: object) => NlpJs
  try {
    NlpManager = require('node-nlp').NlpManager
  } catch {
    throw new Skipped('not installed: npm i --no-save node-nlp@4.27.0')
  }
  const nlp = new NlpManager({
    languages: [data.lang],
    forceNER: false,
    nlu: { log: false },
    autoSave: false,
  })
  for (const { id, texts } of data.entries) for (const text of texts) nlp.addDocument(data.lang, text, id)
  await nlp.train()
  return async (text) =>
    (await nlp.process(data.lang, text)).classifications
      .filter(({ intent }) => intent !== 'None')
      .map(({ intent, score }) => ({ id: intent, score }))
}

function firstOfEach(hits: Ranking): Ranking {
  const best = new Map<string, number>()
  for (const { id, score } of hits) if (!best.has(id)) best.set(id, score)
  return [...best].map(([id, score]) => ({ id, score }))
}

/** Engines by the name that the table shows, ours first. */
export const ENGINES: Readonly<Record<string, Engine>> = {
  ours: ours('here'),
  'ours untrained': ours('off'),
  'pipeline (ridge)': pipeline,
  'Fuse default': fuse({}),
  'Fuse token search': fuse({ useTokenSearch: true }),
  MiniSearch: miniSearch,
  'wink-bm25': winkBm25,
  'nlp.js': nlpJs,
}

/** All that `--engines` knows. */
export const ALL_ENGINES: Readonly<Record<string, Engine>> = { ...ENGINES, ...ABLATIONS }
