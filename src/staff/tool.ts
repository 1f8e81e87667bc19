/** What every tool for staff begins and ends with. */
import { readConfig } from '../config.ts'
import { ConfigError, ContentError } from '../fault.ts'
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
export async function runTool(work: (places: ToolPlaces) => Promise<void>): Promise<void> {
  try {
    const { knowledgeDir, localesDir, dataDir } = readConfig(process.env)
    const places = { knowledgeDir, localesDir, dataDir }
    const interrupted = await recover(places)
    if (interrupted)
      console.log(
        `The last save (${interrupted.what}) was interrupted. All files are as they were before it.\n`,
      )
    await work(places)
  } catch (error) {
    const known =
      isWrongOption(error) ||
      [ToolError, SaveError, ContentError, ConfigError].some((kind) => error instanceof kind)
    if (!known) throw error
    console.error((error as Error).message)
    process.exitCode = 1
  }
}

/** What Node says of an option that does not exist or lacks its value is a sentence, and all that a person needs. */
export function isWrongOption(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}
