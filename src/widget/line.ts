/** The line to the bot: Direct Line 3.0 by WebSocket, or by polling where sockets do not pass. */

/** Where the tab remembers its conversation, so that a reload resumes it. Gone when the tab closes. */
const RESUME_KEY = 'iom-chat'
const LONGEST_PAUSE = 15_000
/** A token lives thirty minutes: a new one well before that. */
const REFRESH_AFTER = 15 * 60_000
const POLL_EVERY = 1_500
const SEND_DEADLINE = 12_000
/** Refusals after which a message is given back to the person. */
const MOST_TRIES = 3

type LineState = 'connecting' | 'on' | 'off'

/** What became of a message. One that waits goes by itself as soon as there is a connection. */
type Delivery = 'waiting' | 'sent' | 'failed'

interface Outgoing {
  /** Comes back with the echo on the stream. */
  readonly id: string
  readonly body: object
  readonly told: (delivery: Delivery) => void
  tries: number
}

interface LineEvents {
  activity(activity: WidgetActivity): void
  state(state: LineState): void
  /** The conversation could not be resumed: a new one begins, and the page's log with it. */
  fresh(): void
}

interface Resumable {
  token: string
  conversationId: string
}

class BotLine {
  private base: string
  private events: LineEvents
  private language: () => string
  private current: Resumable | undefined
  private watermark = ''
  private socket: WebSocket | undefined
  private failures = 0
  private closed = false
  private connecting = false
  /** There is a conversation to which messages can go now. */
  private ready = false
  /** Goes up with each hanging up, so that what began before it ends by itself. */
  private round = 0
  private timer = 0
  private refreshing = 0
  private seen = new Set<string>()
  private queue: Outgoing[] = []
  private sending = false
  /** Ids of what this page sent: it is shown already. */
  private own = new Set<string>()

  constructor(server: string, events: LineEvents, language: () => string) {
    this.base = `${server}/v3/directline`
    this.events = events
    this.language = language
    this.current = readResumable()
  }

  /** Connects, and goes on trying until `close`. */
  async connect(): Promise<void> {
    this.closed = false
    if (this.connecting) return
    this.connecting = true
    this.hangUp()
    this.events.state('connecting')
    try {
      const streamUrl = await this.open()
      // What arrived although its answer was lost must not be sent twice.
      if (this.queue.some(({ tries }) => tries > 0)) await this.fetchNews()
      if (this.closed) return
      this.failures = 0
      this.ready = true
      this.listen(streamUrl)
      clearInterval(this.refreshing)
      this.refreshing = window.setInterval(() => void this.refresh(), REFRESH_AFTER)
      void this.flush()
    } catch {
      this.lose()
    } finally {
      this.connecting = false
    }
  }

  /** The network is back: does not wait for the next try. */
  wake(): void {
    if (!this.closed && !this.ready) void this.connect()
  }

  /**
   * Sends what the person wrote or tapped, after what was sent before. Begins a new conversation if the last one
   * was dropped.
   */
  send(body: object, told: (delivery: Delivery) => void): void {
    const id = Math.random().toString(36).slice(2)
    this.own.add(id)
    this.queue.push({ id, body, told, tries: 0 })
    if (!this.ready) told('waiting')
    if (this.closed) void this.connect()
    else void this.flush()
  }

  /** Lets the server forget, without waiting: the page may be gone in a moment. */
  forget(): void {
    const { token, conversationId } = this.current ?? {}
    if (token && conversationId)
      void fetch(`${this.base}/conversations/${conversationId}/activities`, {
        method: 'POST',
        keepalive: true,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'message', from: { id: 'person' }, text: '/forget' }),
      }).catch(() => undefined)
    this.queue = []
    this.drop()
  }

  /** Forgets the conversation in this tab and hangs up. */
  drop(): void {
    this.close()
    this.current = undefined
    this.watermark = ''
    this.seen.clear()
    forgetResumable()
    if (this.queue.length > 0) void this.connect()
  }

  close(): void {
    this.closed = true
    clearInterval(this.refreshing)
    this.hangUp()
  }

  private hangUp(): void {
    this.round++
    this.ready = false
    clearTimeout(this.timer)
    this.socket?.close()
    this.socket = undefined
  }

  /** In order, one after another: the next goes when the one before has arrived or failed. */
  private async flush(): Promise<void> {
    if (this.sending) return
    this.sending = true
    while (this.ready && this.queue[0]) await this.attempt(this.queue[0])
    this.sending = false
  }

  private async attempt(outgoing: Outgoing): Promise<void> {
    const { round } = this
    outgoing.tries++
    const status = await this.request('POST', `/conversations/${this.current?.conversationId}/activities`, {
      type: 'message',
      from: { id: 'person' },
      locale: this.language(),
      channelData: { clientActivityID: outgoing.id },
      ...outgoing.body,
    }).then(
      (answer) => answer.status,
      () => 0,
    )
    if (status >= 200 && status < 300) return this.settle(outgoing, 'sent')
    // Without an answer, with a busy server or a conversation that is over, a new connection may help.
    const mayPass = status === 0 || status >= 500 || [401, 403, 404, 429].includes(status)
    if (!mayPass || (status > 0 && outgoing.tries >= MOST_TRIES)) return this.settle(outgoing, 'failed')
    if (round === this.round) this.lose()
  }

  private settle(outgoing: Outgoing, delivery: Delivery): void {
    if (!this.queue.includes(outgoing)) return
    this.queue = this.queue.filter((other) => other !== outgoing)
    outgoing.told(delivery)
  }

  /** The conversation's stream: the tab's own one if it still lives, else a new one. */
  private async open(): Promise<string> {
    if (this.current) {
      const path = `/conversations/${this.current.conversationId}?watermark=${encodeURIComponent(this.watermark)}`
      const resumed = await this.request('GET', path)
      if (resumed.ok) return this.keep(await resumed.json())
      if (isBusy(resumed)) throw new Error('busy')
      this.watermark = ''
      this.seen.clear()
      // A server that was restarted knows the conversation no more, but the token still says whose it is:
      // with it the same person begins again, in the language that they chose.
      const reopened = await this.request('POST', '/conversations', { locale: this.language() })
      if (reopened.ok) return this.keep(await reopened.json())
      if (isBusy(reopened)) throw new Error('busy')
      this.current = undefined
      forgetResumable()
      this.events.fresh()
    }
    this.keep(await (await this.call('POST', '/tokens/generate')).json())
    return this.keep(await (await this.call('POST', '/conversations', { locale: this.language() })).json())
  }

  private keep(answer: { token?: string; conversationId?: string; streamUrl?: string }): string {
    if (!this.closed && answer.token && answer.conversationId) {
      this.current = { token: answer.token, conversationId: answer.conversationId }
      writeResumable(this.current)
    }
    return answer.streamUrl ?? ''
  }

  private async refresh(): Promise<void> {
    try {
      this.keep(await (await this.call('POST', '/tokens/refresh')).json())
    } catch {
      // The next call finds out whether the token still counts.
    }
  }

  private listen(streamUrl: string): void {
    const socket = new WebSocket(streamUrl.replace(/^http/, 'ws'))
    let opened = false
    this.socket = socket
    socket.onopen = () => {
      opened = true
      this.events.state('on')
    }
    socket.onmessage = ({ data }) => {
      if (data) this.take(JSON.parse(data))
    }
    socket.onclose = () => {
      if (this.socket !== socket || this.closed) return
      this.socket = undefined
      // A socket that never opened is blocked on the way: ask by HTTP instead.
      if (opened) this.lose()
      else void this.poll()
    }
  }

  private async poll(): Promise<void> {
    const { round } = this
    try {
      await this.fetchNews()
      if (round !== this.round) return
      this.events.state('on')
      this.timer = window.setTimeout(() => void this.poll(), POLL_EVERY)
    } catch {
      if (round === this.round) this.lose()
    }
  }

  private async fetchNews(): Promise<void> {
    const path = `/conversations/${this.current?.conversationId}/activities?watermark=${encodeURIComponent(this.watermark)}`
    this.take(await (await this.call('GET', path)).json())
  }

  private take(batch: { activities?: WidgetActivity[]; watermark?: string }): void {
    if (batch.watermark !== undefined) this.watermark = String(batch.watermark)
    for (const activity of batch.activities ?? []) {
      if (activity.id && activity.type !== 'typing') {
        if (this.seen.has(activity.id)) continue
        this.seen.add(activity.id)
      }
      const id = activity.channelData?.clientActivityID
      if (id === undefined || !this.own.has(id)) this.events.activity(activity)
      else for (const outgoing of this.queue) if (outgoing.id === id) this.settle(outgoing, 'sent')
    }
  }

  /** The connection is gone: tells so, and tries again in a moment. */
  lose(): void {
    if (this.closed) return
    this.hangUp()
    this.events.state('off')
    for (const { told } of this.queue) told('waiting')
    this.failures++
    const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** this.failures)
    this.timer = window.setTimeout(() => void this.connect(), pause * (0.7 + Math.random() * 0.3))
  }

  private async call(method: string, path: string, body?: object): Promise<Response> {
    const answer = await this.request(method, path, body)
    if (!answer.ok) throw new Error(String(answer.status))
    return answer
  }

  private request(method: string, path: string, body?: object): Promise<Response> {
    const given = new AbortController()
    const timer = setTimeout(() => given.abort(), SEND_DEADLINE)
    return fetch(this.base + path, {
      method,
      signal: given.signal,
      headers: {
        ...(this.current ? { authorization: `Bearer ${this.current.token}` } : {}),
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
    }).finally(() => clearTimeout(timer))
  }
}

function isBusy({ status }: Response): boolean {
  return status >= 500 || status === 429
}

function readResumable(): Resumable | undefined {
  try {
    const value = JSON.parse(sessionStorage.getItem(RESUME_KEY) ?? 'null')
    return value && typeof value.token === 'string' && typeof value.conversationId === 'string'
      ? value
      : undefined
  } catch {
    return undefined
  }
}

function writeResumable(value: Resumable): void {
  try {
    sessionStorage.setItem(RESUME_KEY, JSON.stringify(value))
  } catch {
    // Storage is switched off: the conversation then ends with the page.
  }
}

function forgetResumable(): void {
  try {
    sessionStorage.removeItem(RESUME_KEY)
  } catch {
    // As above.
  }
}
