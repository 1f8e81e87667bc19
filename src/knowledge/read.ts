/** Reads the content folder from disk: only ordinary files of a sane size, all faults told together. */
import { createHash } from 'node:crypto'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type * as z from 'zod'
import type { Fault } from '../fault.ts'
import { parseJson } from './json.ts'

/** Far above any file of ours (the largest is about 200 kB), far below what would stall a running bot. */
const MAX_FILE_BYTES = 2_000_000
const MAX_FILES = 2_000

export interface ContentFile {
  /** Path below the folder, with forward slashes: `en/returns.json`. */
  readonly path: string
  /** Path as people see it in faults: `knowledge/en/returns.json`. */
  readonly shown: string
  readonly text: string
}

/** The folder that people keep, read once: its files by path, a hash of them all, and what is wrong with them. */
export interface Folder {
  readonly files: ReadonlyMap<string, ContentFile>
  readonly hash: string
  readonly faults: Fault[]
}

/**
 * Reads all `.json` files of a folder, two folders deep. Names that begin with a dot or an underscore and files of
 * other kinds are passed over; a link, a file that is too large or one that is not UTF-8 is a fault.
 */
export async function readFolder(folder: string): Promise<Folder> {
  const faults: Fault[] = []
  const root = basename(folder)
  const found: string[] = []
  await list('', 0)
  const files = new Map<string, ContentFile>()
  if (found.length > MAX_FILES) {
    faults.push({
      file: root,
      at: '',
      problem: `More than ${MAX_FILES} files.`,
      remedy: 'Move what is not content out of the folder.',
    })
  } else {
    const texts = await Promise.all(found.map(readOne))
    for (const file of texts) if (file) files.set(file.path, file)
  }
  const hash = createHash('sha256')
  for (const { path, text } of files.values()) hash.update(`${path}\0${text}\0`)
  return { files, hash: hash.digest('hex'), faults }

  async function list(below: string, depth: number): Promise<void> {
    let names: string[]
    try {
      names = (await readdir(join(folder, below))).sort()
    } catch {
      faults.push({
        file: `${root}/${below}`,
        at: '',
        problem: 'The folder cannot be read.',
        remedy: 'Put it back, or allow the bot to read it.',
      })
      return
    }
    for (const name of names) {
      if (name.startsWith('.') || name.startsWith('_')) continue
      const path = below ? `${below}/${name}` : name
      const kind = await lstat(join(folder, path)).catch(() => undefined)
      if (!kind) continue
      if (kind.isSymbolicLink()) {
        faults.push({
          file: `${root}/${path}`,
          at: '',
          problem: 'This is a link, not a file.',
          remedy: 'Put the file itself here.',
        })
      } else if (kind.isDirectory()) {
        if (depth < 2) await list(path, depth + 1)
      } else if (name.endsWith('.json')) {
        if (kind.isFile() && kind.size <= MAX_FILE_BYTES) found.push(path)
        else
          faults.push({
            file: `${root}/${path}`,
            at: '',
            problem: `The file is larger than ${MAX_FILE_BYTES / 1_000_000} MB.`,
            remedy: 'Split it, or remove what does not belong there.',
          })
      }
    }
  }

  async function readOne(path: string): Promise<ContentFile | undefined> {
    const shown = `${root}/${path}`
    try {
      const bytes = await readFile(join(folder, path))
      // Notepad on Windows begins UTF-8 files with a byte order mark, which the decoder takes off.
      return { path, shown, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
    } catch (error) {
      const problem = error instanceof TypeError ? 'The file is not UTF-8.' : 'The file cannot be read.'
      faults.push({ file: shown, at: '', problem, remedy: 'Save it as UTF-8 and allow the bot to read it.' })
      return undefined
    }
  }
}

/** Parses a file and holds it against its schema. Adds every fault to `faults`; returns undefined if there is one. */
export function readAs<Schema extends z.ZodType>(
  file: ContentFile,
  schema: Schema,
  faults: Fault[],
): z.infer<Schema> | undefined {
  const json = parseJson(file.text, file.shown)
  if (!json.ok) {
    faults.push(...json.faults)
    return undefined
  }
  const checked = schema.safeParse(json.value)
  if (checked.success) return checked.data
  for (const issue of checked.error.issues) faults.push(...describeIssue(file.shown, issue))
  return undefined
}

/** A path inside a file, as people write it: `avrr-ticket.phrasings[3]`. */
function describePath(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`))
    .join('')
}

type Issue = z.core.$ZodIssue

function describeIssue(file: string, issue: Issue): Fault[] {
  const at = describePath(issue.path)
  const fault = (problem: string, remedy: string): Fault[] => [{ file, at, problem, remedy }]
  switch (issue.code) {
    case 'unrecognized_keys':
      return fault(
        `Unknown ${issue.keys.length > 1 ? 'fields' : 'field'} ${issue.keys.map((key) => `“${key}”`).join(', ')}.`,
        'Check the spelling, or remove it.',
      )
    case 'invalid_type':
      return fault(
        `This should be ${article(issue.expected)}.`,
        'Look at a neighbouring entry for the form; a required field may be missing.',
      )
    case 'too_small':
      return fault(`Too short or too few: at least ${issue.minimum} needed.`, 'Fill it in.')
    case 'too_big':
      return fault(
        `Too long or too many: at most ${issue.maximum} allowed.`,
        'Shorten it, or split it in two.',
      )
    case 'invalid_value':
      return fault(`Not one of: ${issue.values.map(String).join(', ')}.`, 'Choose one of these words.')
    case 'invalid_format':
      return fault(`The form is not right (${formatInWords(issue)}).`, 'Write it in that form.')
    case 'invalid_union':
      return fault('None of the allowed forms fits.', 'Look at a neighbouring entry for the form.')
    case 'invalid_key':
      return fault('This name cannot stand here.', 'Use a language tag such as en, ro, uk.')
    case 'custom':
      return fault(`This ${issue.message}.`, 'Add what is missing.')
    default:
      return fault('This is not right.', issue.message)
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text in quotation marks',
  array: 'a list in [ ]',
  object: 'a group in { }',
  record: 'a group in { }',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
}

function article(expected: string): string {
  return KINDS[expected] ?? expected
}

function formatInWords(issue: Extract<Issue, { code: 'invalid_format' }>): string {
  if (issue.format === 'email') return 'an e-mail address'
  if (issue.format === 'url') return 'a web address that begins with https://'
  const pattern = 'pattern' in issue ? String(issue.pattern) : ''
  if (pattern === String(/^\S(.*\S)?$/u)) return 'one line, without a blank at either end'
  if (pattern.includes('a-z0-9-')) return 'an id: small letters, digits and hyphens'
  if (pattern.includes('[A-Z]')) return 'a fact id such as A19'
  return `the pattern ${pattern}`
}
