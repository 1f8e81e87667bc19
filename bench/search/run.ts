import { readDataset } from './data.ts'
import { ALL_ENGINES, Skipped } from './engines.ts'
import { type Measured, measure } from './measure.ts'

/** What the parent asks of this process: one engine on one set, so that memory and warm code are the engine's own. */
export interface Task {
  readonly engine: string
  readonly file: string
  readonly k?: number
  readonly typos: boolean
  readonly most: number
}

export type Outcome = { readonly measured: Measured } | { readonly skipped: string }

async function run({ engine, file, k, typos, most }: Task): Promise<Outcome> {
  const data = readDataset(file, { k, typos, most })
  const before = process.memoryUsage().rss
  const start = performance.now()
  try {
    const rank = await ALL_ENGINES[engine]!(data)
    const build = performance.now() - start
    const memory = (process.memoryUsage().rss - before) / 1e6
    return { measured: { ...(await measure(data, rank)), build, memory } }
  } catch (error) {
    if (error instanceof Skipped) return { skipped: error.message }
    throw error
  }
}

process.once('message', async (task: Task) => {
  process.send!(await run(task), () => process.disconnect())
})
