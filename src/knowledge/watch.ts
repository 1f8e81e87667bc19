/**
 * Notices changed files and takes them in, without ever giving up the last good content.
 *
 * It looks at sizes and times a few times a second instead of asking the system to be told: that works the same on
 * every system, on network drives and in containers. A change is taken once the files have lain still for one look,
 * so a file that is just being copied is not read half.
 */
import { lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ContentError, type Fault } from '../fault.ts'

/** Two looks, a load and a new index of one language stay below two seconds. */
const INTERVAL_MS = 250
/** More files than any content has; beyond it the folder is not walked further. */
const MAX_LOOKED_AT = 5_000

export interface WatchOptions<Content> {
  /** Folders and files to look at; one that does not exist is watched too. */
  readonly paths: readonly string[]
  /** Reads everything anew. Throws ContentError where it cannot be used. */
  readonly load: () => Promise<Content>
  /** Puts good content into service; turns that are running keep what they have. May throw. */
  readonly take: (content: Content) => void | Promise<void>
  /** Told once for every broken state, and with an empty list when all is well again. */
  readonly told?: (faults: readonly Fault[]) => void
  /** Milliseconds between two looks. Default 250. */
  readonly intervalMs?: number
}

/** For /readyz and the log: whether what is on disk is what is in service. */
export interface WatchState {
  /** When the content in service was taken; undefined until the first change. */
  readonly takenAt?: Date
  /** Why the newest change is not in service. */
  readonly problem?: { readonly since: Date; readonly faults: readonly Fault[] }
}

export interface Watch {
  state(): WatchState
  /** Looks now, and takes or refuses what is there, without waiting for it to lie still. */
  look(): Promise<void>
  /** Looks no more; resolves once a look that is running has ended. */
  stop(): Promise<void>
}

/** Begins to watch. The content in service before the first change is the caller's. */
export async function watchContent<Content>(options: WatchOptions<Content>): Promise<Watch> {
  const { paths, load, take, told, intervalMs = INTERVAL_MS } = options
  let seen = await signature(paths)
  let changing: string | undefined
  let state: WatchState = {}
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  schedule()

  return {
    state: () => state,
    look: () => enqueue(async () => attempt(await signature(paths))),
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }

  function schedule() {
    if (stopped) return
    timer = setTimeout(() => void enqueue(tick).finally(schedule), intervalMs)
    timer.unref()
  }

  /** One look at a time: two loads never overlap. */
  function enqueue(work: () => Promise<void>): Promise<void> {
    running = running.then(work, work)
    return running
  }

  async function tick() {
    const now = await signature(paths)
    if (now === seen) {
      changing = undefined
      return
    }
    if (now !== changing) {
      changing = now
      return
    }
    await attempt(now)
  }

  async function attempt(now: string) {
    if (now === seen && !state.problem) return
    try {
      await take(await load())
      const wasBroken = state.problem !== undefined
      state = { takenAt: new Date() }
      if (wasBroken) told?.([])
    } catch (error) {
      const faults = error instanceof ContentError ? error.faults : [unexpected(error)]
      state = { ...state, problem: { since: new Date(), faults } }
      told?.(faults)
    }
    // What changed while it was loading is seen as new at the next look.
    seen = now
    changing = undefined
  }
}

function unexpected(error: unknown): Fault {
  const name = error instanceof Error ? error.name : 'Error'
  return {
    file: '',
    at: '',
    problem: `The change could not be taken in (${name}).`,
    remedy: 'Run npm run check; if it finds nothing, start the bot again.',
  }
}

/** Path, size, times and file number of everything below the paths, as one string. */
async function signature(paths: readonly string[]): Promise<string> {
  const parts: string[] = []
  await Promise.all(paths.map((path) => walk(path, 0)))
  return parts.sort().join('\n')

  async function walk(path: string, depth: number): Promise<void> {
    if (parts.length > MAX_LOOKED_AT) return
    // The folder itself may be a link (a mounted volume); what lies in it is looked at as it is.
    const kind = await (depth === 0 ? stat(path) : lstat(path)).catch(() => undefined)
    if (!kind) {
      parts.push(`${path} missing`)
    } else if (kind.isDirectory()) {
      if (depth > 2) return
      const names = await readdir(path).catch(() => [] as string[])
      parts.push(`${path} folder`)
      await Promise.all(
        names
          .filter((name) => !name.startsWith('.') && !name.startsWith('_'))
          .map((name) => walk(join(path, name), depth + 1)),
      )
    } else {
      parts.push(`${path} ${kind.mode} ${kind.ino} ${kind.size} ${kind.mtimeMs} ${kind.ctimeMs}`)
    }
  }
}
