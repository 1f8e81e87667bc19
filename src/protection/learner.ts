import { workerData } from 'node:worker_threads'
import type { LearningTask } from './ahead.ts'
import { createProtection } from './protection.ts'

/** The thread of `learnAhead`: building the detector keeps what it has learnt. */
const { folder, cacheDir } = workerData as LearningTask
createProtection(folder, cacheDir)
