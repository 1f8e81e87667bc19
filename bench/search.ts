import { fork } from 'node:child_process'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'

import { ALL_ENGINES, ENGINES } from './search/engines.ts'
import type { Outcome, Task } from './search/run.ts'

/*
 * npm run bench:search -- FILE... [--k N] [--noise typos] [--most N] [--engines a,b]
 *
 * Ours beside other ways to find an entry, on public question sets: {name, lang, train: [{id, text}],
 * test: [{text, gold}], oos: {name: [text]}}. Each engine learns the same k random phrasings per entry.
 */

const USAGE =
  'npm run bench:search -- FILE... [--k N[,N]] [--noise typos] [--most N] [--engines "ours,Fuse default"]'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    k: { type: 'string' },
    noise: { type: 'string' },
    most: { type: 'string', default: '1000' },
    engines: { type: 'string' },
  },
})

const engines = values.engines?.split(',').map((name) => name.trim()) ?? Object.keys(ENGINES)
const unknown = engines.filter((name) => !Object.hasOwn(ALL_ENGINES, name))
const ks = values.k?.split(',').map(Number) ?? [undefined]
if (positionals.length === 0 || unknown.length > 0 || ks.some((k) => k !== undefined && !(k > 0))) {
  if (unknown.length > 0)
    console.error(`Unknown engines: ${unknown.join(', ')}. Known: ${Object.keys(ALL_ENGINES).join(', ')}.`)
  console.error(`Usage: ${USAGE}`)
  process.exit(1)
}

const COLUMNS = ['right', 'in 3', 'AUROC', 'at 90', 'p50 ms', 'p99 ms', 'build s', 'MB']
const line = (name: string, cells: readonly string[]) =>
  console.log(`  ${name.padEnd(20)}${cells.map((cell) => cell.padStart(9)).join('')}`)

for (const file of positionals)
  for (const k of ks) {
    console.log(
      `\n${basename(file)}, ${k ? `${k} phrasings per entry` : 'all phrasings'}${values.noise ? ', two typos each' : ''}`,
    )
    line('', COLUMNS)
    for (const engine of engines) {
      const outcome = await inChild({
        engine,
        file,
        ...(k ? { k } : {}),
        typos: values.noise === 'typos',
        most: Number(values.most),
      })
      if ('skipped' in outcome) console.log(`  ${engine.padEnd(20)} skipped: ${outcome.skipped}`)
      else {
        const { right, inThree, auroc, at90, p50, p99, build, memory } = outcome.measured
        const one = (value: number | undefined) => value?.toFixed(1) ?? '–'
        line(engine, [
          one(right),
          one(inThree),
          one(auroc),
          one(at90),
          p50.toFixed(2),
          p99.toFixed(2),
          (build / 1000).toFixed(1),
          memory.toFixed(0),
        ])
      }
    }
  }

function inChild(task: Task): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL('./search/run.ts', import.meta.url), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.once('message', (outcome: Outcome) => resolve(outcome))
    child.once('exit', (code) =>
      reject(new Error(`${task.engine} ended with exit code ${code} on ${task.file}.`)),
    )
    child.send(task)
  })
}
