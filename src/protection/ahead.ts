import { Worker } from 'node:worker_threads'

/** What the learning thread is given. */
export interface LearningTask {
  readonly folder: string
  readonly cacheDir: string
}

/**
 * Learns in a thread what the danger.json files teach, so that the thread that answers does not stand still for
 * seconds. Never rejects: what could not be learnt or kept is learnt when the detector is built.
 *
 * @param folder the knowledge folder
 * @param cacheDir where what was learnt is kept
 * @param signal ends the thread
 * @returns why it failed, or undefined
 */
export function learnAhead(folder: string, cacheDir: string, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    try {
      const task: LearningTask = { folder, cacheDir }
      const worker = new Worker(new URL('./learner.ts', import.meta.url), { workerData: task })
      const end = () => void worker.terminate()
      signal?.addEventListener('abort', end, { once: true })
      worker.once('error', (error) => resolve(error))
      worker.once('exit', () => {
        signal?.removeEventListener('abort', end)
        resolve(undefined)
      })
    } catch (error) {
      resolve(error)
    }
  })
}
