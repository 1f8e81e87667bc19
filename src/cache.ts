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
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { threadId } from 'node:worker_threads'
import { crc32 } from 'node:zlib'

/*
 * What was learnt, kept on disk. A file is named by what it is of and by a hash of everything that the learning depends on,
 * the code included, so a stale one is never read; it begins with a checksum, so a damaged one is ignored.
 */

const CHECKSUM_BYTES = 4
const SUFFIX = '.model'
const PART = '.part'
/** No write takes so long: a part older than this was left behind. */
const LONGEST_WRITE_MS = 10 * 60_000

const versions = new Map<string, string>()

/** Hash of the code in these folders, which decides what is learnt from the same content. */
function codeVersion(folders: readonly string[]): string {
  const key = folders.join('\n')
  const known = versions.get(key)
  if (known) return known
  const hash = createHash('sha256')
  for (const folder of folders)
    for (const file of readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .sort())
      hash.update(file).update(readFileSync(join(folder, file)))
  const version = hash.digest('hex')
  versions.set(key, version)
  return version
}

/**
 * Name of the file that holds what this code learns from this content.
 *
 * @param content anything that JSON can hold, or its JSON
 * @param folders whose code learns
 */
export function cacheName(label: string, content: unknown, folders: readonly string[]): string {
  const hash = createHash('sha256')
    .update(codeVersion(folders))
    .update(typeof content === 'string' ? content : JSON.stringify(content))
    .digest('hex')
    .slice(0, 32)
  return `${label}-${hash}${SUFFIX}`
}

/** What is stored, or nothing where there is no file or not a sound one. */
export function readCached<Value>(folder: string, name: string): Value | undefined {
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
 * Stores what was learnt and removes older files of the same label. Written beside, flushed and renamed: whoever reads sees
 * all of it or none. A full or read-only disk costs the next start its learning, this one nothing.
 *
 * @returns whether it is stored
 */
export function writeCached(folder: string, label: string, name: string, value: unknown): boolean {
  const beside = join(folder, `${name}.${process.pid}-${threadId}${PART}`)
  try {
    mkdirSync(folder, { recursive: true })
    const body = serialize(value)
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
      if (isOlder(other, label, name) || isLeftOver(folder, other))
        rmSync(join(folder, other), { force: true })
    return true
  } catch {
    removeIfThere(beside)
    return false
  }
}

/** Whether a file holds what was learnt of the same thing before. */
const isOlder = (other: string, label: string, name: string): boolean =>
  other !== name && other.startsWith(`${label}-`) && other.endsWith(SUFFIX) && other.length === name.length

/** Whether a file was left by a process that ended while it wrote. */
function isLeftOver(folder: string, other: string): boolean {
  const written = other.endsWith(PART) && statSync(join(folder, other), { throwIfNoEntry: false })?.mtimeMs
  return typeof written === 'number' && written < Date.now() - LONGEST_WRITE_MS
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // the folder itself is not there or no folder: nothing was left in it
  }
}
