import { parentPort, workerData } from 'node:worker_threads'

import type { Model, SearchContent } from './model.ts'
import { trainedModel } from './model.ts'

/** What a training thread tells: its progress, and at the end the model. */
export type TrainingNews = { readonly done: number } | { readonly model: Model }

const tell = (news: TrainingNews) => parentPort?.postMessage(news)

tell({ model: trainedModel(workerData as SearchContent, (done) => tell({ done })) })
