import { createHash } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'

import type { Model, SearchContent } from './model.ts'

/*
 * Trained models on disk. A file is named by its language and by a hash of everything that the training depends on,
 * the code included, so a stale one is never read; it begins with a checksum, so a damaged one is ignored.
 */

const CHECKSUM_BYTES = 4
const SUFFIX = '.model'

/** The folders and packages whose code decides what a model is. */
const CODE = [import.meta.dirname, join(import.meta.dirname, '..', 'language')]

let version: string | undefined

function codeVersion(): string {
  if (version) return version
  const hash = createHash('sha256')
  for (const folder of CODE)
    for (const file of readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .sort())
      hash.update(file).update(readFileSync(join(folder, file)))
  version = hash.digest('hex')
  return version
}

/** Name of the file that holds the model of this content, built by this code. */
export function cacheName(label: string, content: SearchContent): string {
  const hash = createHash('sha256')
    .update(codeVersion())
    .update(JSON.stringify(content))
    .digest('hex')
    .slice(0, 32)
  return `${label}-${hash}${SUFFIX}`
}

/** The stored model, or none where there is no file or not a sound one. */
export function readModel(folder: string, name: string): Model | undefined {
  try {
    const bytes = readFileSync(join(folder, name))
    const body = bytes.subarray(CHECKSUM_BYTES)
    if (bytes.length <= CHECKSUM_BYTES || bytes.readUInt32LE(0) !== crc32(body)) return undefined
    return deserialize(body)
  } catch {
    return undefined
  }
}

/**
 * Stores a model and removes older ones of the same label. Written beside, flushed and renamed: whoever reads sees all
 * of it or none. A full or read-only disk costs the next start its training, not this one its search.
 *
 * @returns whether it is stored
 */
export function writeModel(folder: string, label: string, name: string, model: Model): boolean {
  const beside = join(folder, `${name}.${process.pid}.part`)
  try {
    mkdirSync(folder, { recursive: true })
    const body = serialize(model)
    const checksum = Buffer.alloc(CHECKSUM_BYTES)
    checksum.writeUInt32LE(crc32(body))
    const file = openSync(beside, 'w')
    try {
      writeSync(file, checksum)
      for (let at = 0; at < body.length; ) at += writeSync(file, body, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(beside, join(folder, name))
    for (const other of readdirSync(folder))
      if (
        other !== name &&
        other.startsWith(`${label}-`) &&
        other.endsWith(SUFFIX) &&
        other.length === name.length
      )
        rmSync(join(folder, other), { force: true })
    return true
  } catch {
    removeIfThere(beside)
    return false
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // the folder itself is not there or no folder: nothing was left in it
  }
}
