import { ENTRY_EVIDENCE, NONE_EVIDENCE, type Weights } from '../../src/search/judge.ts'
import { LanguageIndex } from '../../src/search/language-index.ts'
import { type Model, trainedModel } from '../../src/search/model.ts'
import type { Engine } from './engines.ts'

/** Ours with something taken out, to see what it brings. */
const without =
  (change: (model: Model) => Model): Engine =>
  async ({ lang, entries }) => {
    const index = new LanguageIndex(change(trainedModel({ locale: lang, entries, offtopic: [] })))
    return (text) =>
      index.find(text).matches.map(({ entry, confidence }) => ({ id: entry, score: confidence }))
  }

/** A judge that looks at one kind of evidence only. */
const only = (name: (typeof ENTRY_EVIDENCE)[number], weight: number): Engine =>
  without((model) => {
    const weights: Weights = {
      entry: Float64Array.from(ENTRY_EVIDENCE, (column) => (column === name ? weight : 0)),
      // a constant utility of "none" makes the confidence grow with the evidence
      none: Float64Array.from(NONE_EVIDENCE, (column) =>
        column === 'always' && name !== 'regression' ? weight / 2 : 0,
      ),
    }
    return { ...model, weights }
  })

export const ABLATIONS: Readonly<Record<string, Engine>> = {
  'without lexicon': without((model) => ({ ...model, vocabulary: [] })),
  'only regression': only('regression', 1),
  'only centroid': only('centroid', 20),
  'only bm25': only('bm25', 20),
}
