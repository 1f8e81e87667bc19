import { Worker } from 'node:worker_threads'

import type { Model, SearchContent } from './model.ts'
import type { TrainingNews, TrainingTask } from './worker.ts'

/** One model to train. */
export interface TrainingJob {
  readonly label: string
  /** `quick`: a model without regression, at once; `full`: the trained one. */
  readonly kind: 'quick' | 'full'
  /** Asked for when the job begins. */
  readonly content: () => SearchContent
  readonly onModel: (model: Model) => void
}

export interface TrainingHooks {
  readonly onProgress?: ((label: string, done: number) => void) | undefined
  readonly onTrouble?: ((label: string, error: unknown) => void) | undefined
}

/** Training that runs in worker threads, some at a time. */
export interface Training {
  /** Settles when no job is left; a failed one counts as done, after `onTrouble`. */
  readonly finished: Promise<void>
  close(): Promise<void>
}

/** Trains the jobs in their order, `threads` at a time. */
export function trainInThreads(
  jobs: readonly TrainingJob[],
  threads: number,
  hooks: TrainingHooks,
): Training {
  const waiting = [...jobs]
  const running = new Set<Worker>()
  let closed = false

  const runNext = async (): Promise<void> => {
    for (let job = waiting.shift(); job && !closed; job = waiting.shift()) {
      try {
        await run(job, running, hooks)
      } catch (error) {
        if (!closed) hooks.onTrouble?.(job.label, error)
      }
    }
  }
  const finished = Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, runNext)).then(
    () => undefined,
  )

  return {
    finished,
    async close() {
      closed = true
      await Promise.all([...running].map((worker) => worker.terminate()))
      await finished
    },
  }
}

function run(job: TrainingJob, running: Set<Worker>, hooks: TrainingHooks): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { kind: job.kind, content: job.content() } satisfies TrainingTask,
    })
    running.add(worker)
    worker.on('message', (news: TrainingNews) => {
      if ('model' in news) job.onModel(news.model)
      else hooks.onProgress?.(job.label, news.done)
    })
    worker.on('error', reject)
    worker.on('exit', () => {
      running.delete(worker)
      resolve()
    })
  })
}
