/** Sends in order per chat, within Telegram's limits, and waits out what Telegram asks to wait. */

/** Telegram's documented ceiling is 30 messages a second over all chats; a margin for other calls. */
const PER_SECOND = 25
/** Telegram's documented advice: at most one message a second to one chat. */
const CHAT_GAP_MS = 1_000
/** A burst of a few messages to one chat is allowed before the gap counts: one reply can be three messages. */
const CHAT_BURST = 3
const TRIES = 5

/** What went wrong with a call, as far as sending again depends on it. */
export interface SendFailure {
  /** HTTP-like code of the Bot API; undefined: no answer came. */
  readonly code?: number
  /** Seconds that Telegram asks to wait. */
  readonly retryAfter?: number
}

export interface OutboxOptions {
  /** Reads an error of a call. */
  readonly failureOf: (error: unknown) => SendFailure
  /** Told when a message was given up. */
  readonly onGiveUp: (error: unknown) => void
  readonly now?: () => number
  readonly perSecond?: number
  readonly chatGapMs?: number
}

interface Job {
  readonly chat: number
  readonly urgent: boolean
  readonly send: () => Promise<unknown>
  readonly done: (sent: boolean) => void
  tries: number
}

interface Lane {
  readonly jobs: Job[]
  busy: boolean
  /** Not before this time. */
  free: number
  /** Times of the last sends within the gap. */
  recent: number[]
}

export interface Outbox {
  /** Queues one call; resolves true once it was sent, false if it was given up. Urgent jobs of a chat go before its others. */
  push(chat: number, urgent: boolean, send: () => Promise<unknown>): Promise<boolean>
  /** Resolves when nothing is waiting any more. */
  idle(): Promise<void>
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { failureOf, onGiveUp, now = Date.now, perSecond = PER_SECOND, chatGapMs = CHAT_GAP_MS } = options
  const lanes = new Map<number, Lane>()
  let sent: number[] = []
  let pausedUntil = 0
  let timer: NodeJS.Timeout | undefined
  let waiting: (() => void)[] = []

  function pump() {
    clearTimeout(timer)
    const time = now()
    sent = sent.filter((at) => time - at < 1_000)
    let next = Number.POSITIVE_INFINITY
    // Urgent answers of any chat first: numbers in danger do not stand behind a crowd.
    const ready = [...lanes].sort(([, a], [, b]) => Number(b.jobs[0]?.urgent) - Number(a.jobs[0]?.urgent))
    for (const [chat, lane] of ready) {
      const job = lane.jobs[0]
      if (!job) {
        if (!lane.busy && lane.free <= time) lanes.delete(chat)
        continue
      }
      if (lane.busy) continue
      lane.recent = lane.recent.filter((at) => time - at < chatGapMs * CHAT_BURST)
      const gap = lane.recent.length >= CHAT_BURST ? (lane.recent[0] ?? 0) + chatGapMs * CHAT_BURST : 0
      const at = Math.max(pausedUntil, lane.free, gap, sent.length >= perSecond ? (sent[0] ?? 0) + 1_000 : 0)
      if (at > time) {
        next = Math.min(next, at)
        continue
      }
      lane.jobs.shift()
      lane.busy = true
      lane.recent.push(time)
      sent.push(time)
      void run(job, lane)
    }
    if (next < Number.POSITIVE_INFINITY) timer = setTimeout(pump, Math.max(5, next - time))
    else if ([...lanes.values()].every((lane) => !lane.busy && lane.jobs.length === 0)) {
      for (const resolve of waiting) resolve()
      waiting = []
    }
  }

  async function run(job: Job, lane: Lane) {
    try {
      await job.send()
      job.done(true)
    } catch (error) {
      const { code, retryAfter } = failureOf(error)
      job.tries++
      const again = code === undefined || code === 429 || code >= 500
      if (again && job.tries < TRIES) {
        const wait = retryAfter === undefined ? 400 * 2 ** job.tries : retryAfter * 1_000
        lane.free = now() + wait
        // A long wait concerns the whole bot, a short one this chat.
        if (code === 429 && (retryAfter ?? 0) > 1) pausedUntil = lane.free
        lane.jobs.unshift(job)
      } else {
        onGiveUp(error)
        job.done(false)
      }
    } finally {
      lane.busy = false
      pump()
    }
  }

  return {
    push(chat, urgent, send) {
      return new Promise((done) => {
        const lane = lanes.get(chat) ?? { jobs: [], busy: false, free: 0, recent: [] }
        lanes.set(chat, lane)
        const job: Job = { chat, urgent, send, done, tries: 0 }
        const behind = urgent ? lane.jobs.findIndex((waitingJob) => !waitingJob.urgent) : -1
        if (behind >= 0) lane.jobs.splice(behind, 0, job)
        else lane.jobs.push(job)
        pump()
      })
    },
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        pump()
      }),
  }
}
