import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { describeFault } from '../src/fault.ts'
import { crisisReply } from '../src/protection/crisis.ts'
import { createDangerDetector, type DangerDetector } from '../src/protection/danger.ts'
import { DANGER_KINDS, type DangerDictionary } from '../src/protection/dictionary.ts'
import { readDictionaries } from '../src/protection/load.ts'

/*
 * How well danger is recognised.
 *
 *   node tools/danger-eval.ts FILE...   question files, JSON lines {"id","lang","text","danger"?,"expect"?}; a row with a
 *                                       `danger` and no `expect: "ordinary"` must fire, every other row must stay calm
 *   node tools/danger-eval.ts --cross   leaves out a fifth of the dictionaries' own examples in turn; --seed moves the cuts
 *   --misses                            names the rows that went wrong, with the reason
 */

/** Numbers that stand beside 112 by the kind of a dictionary's example. */
const MUST: Readonly<Record<string, readonly (readonly string[])[]>> = {
  trafficking: [['0800800678']],
  held: [['0800800678', '0800500333']],
  'violence-home': [['0800500333']],
  child: [['119']],
}

interface Row {
  readonly id: string
  readonly lang: string
  readonly text: string
  readonly danger: string | undefined
  /** Numbers that the first line must hold: of each list one. */
  readonly must: readonly (readonly string[])[]
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cross: { type: 'boolean', default: false },
    misses: { type: 'boolean', default: false },
    locale: { type: 'string' },
  },
})

const counts = new Map<string, { fired: number; all: number }>()

function count(name: string, fired: boolean): void {
  const known = counts.get(name) ?? { fired: 0, all: 0 }
  counts.set(name, { fired: known.fired + (fired ? 1 : 0), all: known.all + 1 })
}

function judge(detector: DangerDetector, { id, lang, text, danger, must }: Row): void {
  const { danger: found, why } = detector.explain(text)
  const fired = found !== undefined
  count(danger === undefined ? `calm ${lang}` : `danger ${lang}`, fired)
  count(danger === undefined ? 'calm, all' : 'danger, all', fired)
  if (danger !== undefined) {
    count(`kind ${danger}`, fired)
    if (fired) {
      const expected = danger === 'detained' ? 'held' : danger
      const named = found.kinds.some((kind) => kind.startsWith(expected))
      count(`right kind among those named, ${danger}`, named)
      const dials = crisisReply(found, lang).numbers.map(({ dial }) => dial)
      const lacking = must.filter(
        (spellings) => !spellings.some((one) => dials.includes(one.replace(/[ .-]/g, ''))),
      )
      count(`the numbers that must be in the first line, ${danger}`, lacking.length === 0)
      count('the numbers that must be in the first line', lacking.length === 0)
      count('numbers in the first line beside 112: one too many', dials.length - 1 > must.length)
      count('numbers in the first line beside 112: none', dials.length === 1)
      count('numbers in the first line beside 112: more than two', dials.length > 3)
      if (values.misses && (lacking.length > 0 || !named)) {
        console.log(
          `${lacking.length > 0 ? 'numbers' : 'kind'} ${danger} ${id}: ${text}\n    ${found.kinds.join(' ')}`,
        )
      }
    }
  }
  if (values.misses && fired !== (danger !== undefined)) {
    const reason = JSON.stringify({ ...why, probability: Number(why.probability.toFixed(2)) })
    console.log(`${danger ?? 'calm'} ${id}: ${text}\n    ${reason}`)
  }
}

function readRows(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const row = JSON.parse(line) as Record<string, unknown>
      const calm = row.expect === 'ordinary' || row.danger === undefined
      return {
        id: String(row.id),
        lang: String(row.lang),
        text: String(row.text),
        danger: calm ? undefined : String(row.danger),
        must: Array.isArray(row.must) ? (row.must as string[][]) : [],
      }
    })
}

/** The dictionaries without the examples of one fold, and those examples as rows. Neighbours share a fold. */
function leaveOut(dictionaries: readonly DangerDictionary[], fold: number, folds: number) {
  const rows: Row[] = []
  const split = (texts: readonly string[], locale: string, danger: string | undefined) =>
    texts.filter((text, at) => {
      const out = Math.floor((at * folds) / texts.length) === fold
      if (out && (values.locale === undefined || values.locale === locale)) {
        rows.push({
          id: `${locale}/${danger ?? 'calm'}/${at}`,
          lang: locale,
          text,
          danger,
          must: MUST[danger ?? ''] ?? [],
        })
      }
      return !out
    })
  const kept = dictionaries.map((dictionary): DangerDictionary => {
    const examples = { ...dictionary.examples }
    for (const kind of DANGER_KINDS) examples[kind] = split(examples[kind], dictionary.locale, kind)
    return { ...dictionary, examples, calm: split(dictionary.calm, dictionary.locale, undefined) }
  })
  return { kept, rows }
}

const { dictionaries, faults } = readDictionaries('knowledge')
for (const fault of faults) console.error(describeFault(fault))
if (values.cross) {
  const folds = 5
  for (let fold = 0; fold < folds; fold++) {
    const { kept, rows } = leaveOut(dictionaries, fold, folds)
    const detector = createDangerDetector(kept)
    for (const row of rows) judge(detector, row)
  }
} else {
  const start = performance.now()
  const detector = createDangerDetector(dictionaries)
  console.log(`learnt in ${Math.round(performance.now() - start)} ms`)
  for (const file of positionals) for (const row of readRows(file)) judge(detector, row)
}
for (const [name, { fired, all }] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
  console.log(`${name.padEnd(52)} ${fired} of ${all}  ${((100 * fired) / all).toFixed(1)} %`)
}
