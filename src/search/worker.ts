import { parentPort, workerData } from 'node:worker_threads'

import { type Model, quickModel, type SearchContent, trainedModel } from './model.ts'

/** What a training thread is given. */
export interface TrainingTask {
  readonly kind: 'quick' | 'full'
  readonly content: SearchContent
}

/** What a training thread tells: its progress, and at the end the model. */
export type TrainingNews = { readonly done: number } | { readonly model: Model }

const tell = (news: TrainingNews) => parentPort?.postMessage(news)

const { kind, content } = workerData as TrainingTask
tell({ model: kind === 'quick' ? quickModel(content) : trainedModel(content, (done) => tell({ done })) })
