/** Fetches updates by long polling, and goes on after errors, conflicts and black holes. */

/** Seconds that Telegram holds a request open while there is nothing new. */
const HOLD_SECONDS = 50
/** A request that has not come back by then is given up: the line is dead, whatever it says. */
const DEADLINE_MS = 65_000
/** A conflict means that another process polls with the same token: try again slowly. */
const CONFLICT_MS = 5_000
const LONGEST_PAUSE_MS = 30_000

export interface PollingOptions<Update extends { readonly update_id: number }> {
  readonly fetch: (
    parameters: { offset: number; timeout: number; allowed_updates: readonly string[] },
    signal: AbortSignal,
  ) => Promise<readonly Update[]>
  readonly take: (update: Update) => void
  readonly failureOf: (error: unknown) => { readonly code?: number; readonly retryAfter?: number }
  readonly onFailure: (error: unknown, pauseMs: number) => void
  readonly holdSeconds?: number
  readonly deadlineMs?: number
}

export interface Polling {
  /** Milliseconds since Telegram last answered a poll; undefined before the first. */
  silence(): number | undefined
  /** Asks for nothing more; what was already fetched has been handed over. */
  stop(): Promise<void>
}

/** What the bot wants to hear of; edits, reactions and joins of others are left out. */
export const ALLOWED_UPDATES = ['message', 'callback_query', 'my_chat_member'] as const

export function startPolling<Update extends { readonly update_id: number }>(
  options: PollingOptions<Update>,
): Polling {
  const { fetch, take, failureOf, onFailure, holdSeconds = HOLD_SECONDS, deadlineMs = DEADLINE_MS } = options
  const stopping = new AbortController()
  let offset = 0
  let failures = 0
  let last: number | undefined
  const running = loop()

  async function loop() {
    while (!stopping.signal.aborted) {
      const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(deadlineMs)])
      try {
        const parameters = { offset, timeout: holdSeconds, allowed_updates: ALLOWED_UPDATES }
        const updates = await raced(fetch(parameters, signal), signal)
        failures = 0
        last = Date.now()
        for (const update of updates) {
          take(update)
          // Ids may start again at random after a week of silence, so the newest one counts, not the highest.
          offset = update.update_id + 1
        }
      } catch (error) {
        if (stopping.signal.aborted) return
        const pauseMs = pauseAfter(failureOf(error), ++failures)
        onFailure(error, pauseMs)
        await pause(pauseMs, stopping.signal)
      }
    }
  }

  return {
    silence: () => (last === undefined ? undefined : Date.now() - last),
    async stop() {
      stopping.abort()
      await running
    },
  }
}

function pauseAfter({ code, retryAfter }: { code?: number; retryAfter?: number }, failures: number): number {
  if (retryAfter !== undefined) return retryAfter * 1_000
  if (code === 409) return CONFLICT_MS
  return Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(failures, 7))
}

/** Rejects when the signal fires, even if the work does not listen to it: a black hole must not hold the loop. */
function raced<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
