import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RedisConnection } from './redis.ts'

/** How often a running bot looks: a change must be seen within two seconds. */
const LOOK_EVERY = 700

/** Where the state of the switch lies: what was last written, or undefined where nothing ever was. */
export interface SwitchPlace {
  read(): Promise<string | undefined>
  write(value: string): Promise<void>
}

/** The switch that puts every channel to "numbers only": phone numbers in place of answers. */
export interface NumbersOnly {
  /** What was last seen; costs nothing. */
  isOn(): boolean
  stop(): void
}

interface Options {
  /** On from the start, whatever was written before; a later change still counts. Default false. */
  readonly initially?: boolean
  /** Told of each change. */
  readonly onChange?: (on: boolean) => void
}

/**
 * Watches the switch.
 *
 * While the place cannot be read, what was last seen stays: losing the store must not turn a warning off.
 */
export async function watchNumbersOnly(
  place: SwitchPlace,
  { initially = false, onChange = () => {} }: Options = {},
): Promise<NumbersOnly> {
  let written = await place.read().catch(() => undefined)
  let on = initially || isOnText(written)

  async function look() {
    const latest = await place.read().catch(() => written)
    if (latest === undefined || latest === written) return
    written = latest
    if (isOnText(latest) === on) return
    on = !on
    onChange(on)
  }
  const timer = setInterval(() => void look(), LOOK_EVERY)
  timer.unref()
  return { isOn: () => on, stop: () => clearInterval(timer) }
}

/** Turns the switch. Each turn is written differently, so that off is seen as a change after NUMBERS_ONLY=1. */
export function turnNumbersOnly(place: SwitchPlace, on: boolean): Promise<void> {
  return place.write(`${on ? 'on' : 'off'} ${randomUUID()}`)
}

/** Whether the place says on, without watching it. */
export async function readNumbersOnly(place: SwitchPlace): Promise<boolean> {
  return isOnText(await place.read())
}

/** The switch as a file in DATA_DIR. */
export function switchFile(dataDir: string): SwitchPlace {
  const file = join(dataDir, 'numbers-only')
  return {
    async read() {
      try {
        return await readFile(file, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    async write(value) {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      // Written beside and renamed, so that a reader never sees half of it.
      const draft = `${file}.${randomUUID()}`
      try {
        const handle = await open(draft, 'w', 0o600)
        try {
          await handle.writeFile(`${value}\n`)
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(draft, file)
      } catch (error) {
        // A full disk must not be filled further by what could not be finished.
        await rm(draft, { force: true }).catch(() => {})
        throw error
      }
    },
  }
}

/** The switch as a key in Redis, for several replicas. */
export function switchKey(connection: RedisConnection): SwitchPlace {
  return {
    read: async () => (await connection.run((client) => client.get('numbers-only'))) ?? undefined,
    write: async (value) => {
      await connection.run((client) => client.set('numbers-only', value))
    },
  }
}

function isOnText(text: string | undefined): boolean {
  return text?.startsWith('on') ?? false
}
