/** What every tool for staff begins and ends with. */
import { dirname } from 'node:path'
import { readConfig } from '../config.ts'
import { ConfigError, ContentError } from '../fault.ts'
import { StoreError } from '../storage/store.ts'
import type { Content } from './content.ts'
import { recover, SaveError } from './save.ts'

export interface ToolPlaces {
  readonly knowledgeDir: string
  readonly localesDir: string
  readonly dataDir: string
}

/** Something that the person can mend, said in a sentence; no stack trace is shown. */
export class ToolError extends Error {
  override readonly name = 'ToolError'
}

/**
 * Runs a tool: finds the folders, puts back a save that was interrupted, and turns errors that people can mend into a
 * sentence and exit code 1.
 */
export function runTool(work: (places: ToolPlaces) => Promise<void>): Promise<void> {
  return inSentences(async () => {
    const { knowledgeDir, localesDir, dataDir } = readConfig(process.env)
    const places = { knowledgeDir, localesDir, dataDir }
    const interrupted = await recover(places)
    if (interrupted)
      console.log(
        `The last save (${interrupted.what}) was interrupted. All files are as they were before it.\n`,
      )
    await work(places)
  })
}

/** Runs `work`; an error that people can mend is said in a sentence, with exit code 1. */
export async function inSentences(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const sentence = sentenceOf(error)
    if (sentence === undefined) throw error
    console.error(sentence)
    process.exitCode = 1
  }
}

/** What a person has to know of an error; undefined for a mistake in the program, whose stack trace is needed. */
export function sentenceOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const isOurs = [ToolError, SaveError, ContentError, ConfigError].some((kind) => error instanceof kind)
  if (isOurs || isWrongOption(error)) return error.message
  if (error instanceof StoreError)
    return `${error.message} Check REDIS_URL and that the server runs, then try again.`
  return diskSentence(error)
}

/** What Node says of an option that does not exist or lacks its value is a sentence, and all that a person needs. */
function isWrongOption(error: Error): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}

/** An error of the operating system about a file, with its remedy. */
function diskSentence(error: NodeJS.ErrnoException): string | undefined {
  if (typeof error.code !== 'string' || typeof error.syscall !== 'string') return undefined
  // The name of a temporary file says nothing to people; its folder does.
  const what = (error.path?.endsWith('.tmp') ? dirname(error.path) : error.path) ?? 'A file'
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return `${what} may not be read or written by this user. Run the tool as the user who owns the folder, or give that user the right to it.`
    case 'EROFS':
      return `${what} lies on a disk that can only be read. Set DATA_DIR or KNOWLEDGE_DIR to a folder that can be written to.`
    case 'ENOSPC':
    case 'EDQUOT':
      return 'The disk is full, so nothing was changed. Free some space and do it again.'
    case 'ENOENT':
      return `${what} is not there. Is the path right?`
    case 'EISDIR':
      return `${what} is a folder. Name a file.`
    case 'ENOTDIR':
    case 'EEXIST':
      return `${what} lies below a file where a folder is needed. Check the path, and DATA_DIR and KNOWLEDGE_DIR.`
    default:
      return `${what} cannot be used (${error.code}). Check the disk and the path, then do it again.`
  }
}

/** @throws ToolError if a command was given more words than it reads. */
export function refuseSurplus(positionals: readonly string[], most: number, help: string): void {
  if (positionals.length > most)
    throw new ToolError(`“${positionals.slice(most).join(' ')}” is too much. ${help}`)
}

/** @throws ToolError if the bot does not speak the language, so that a mistyped tag makes no new folder. */
export function refuseUnknownLanguage(locale: string, { ownTexts }: Pick<Content, 'ownTexts'>): void {
  if (!ownTexts.has(locale))
    throw new ToolError(
      `There is no language “${locale}”. Its folder in locales comes first (see CONTRIBUTING.md).`,
    )
}
