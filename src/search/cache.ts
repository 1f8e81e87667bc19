import { join } from 'node:path'
import { cacheName, readCached, writeCached } from '../cache.ts'
import type { Model, SearchContent } from './model.ts'

/** The folders whose code decides what a model is. */
const CODE = [import.meta.dirname, join(import.meta.dirname, '..', 'language')]

/** Name of the file that holds the model of this content, built by this code. */
export const modelName = (label: string, content: SearchContent): string => cacheName(label, content, CODE)

/** The stored model, or none where there is no file or not a sound one. */
export const readModel = (folder: string, name: string): Model | undefined => readCached<Model>(folder, name)

/** Stores a model and removes older ones of the same label; tells whether it is stored. */
export const writeModel = (folder: string, label: string, name: string, model: Model): boolean =>
  writeCached(folder, label, name, model)
