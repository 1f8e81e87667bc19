/** The line to the bot: Direct Line 3.0 by WebSocket, or by polling where sockets do not pass. */

/** Where the tab remembers its conversation, so that a reload resumes it. Gone when the tab closes. */
const RESUME_KEY = 'iom-chat'
const LONGEST_PAUSE = 15_000
/** A token lives thirty minutes: a new one well before that. */
const REFRESH_AFTER = 15 * 60_000
const POLL_EVERY = 1_500
const SEND_DEADLINE = 12_000

type LineState = 'connecting' | 'on' | 'off'

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
  private timer = 0
  private refreshing = 0
  private seen = new Set<string>()

  constructor(server: string, events: LineEvents, language: () => string) {
    this.base = `${server}/v3/directline`
    this.events = events
    this.language = language
    this.current = readResumable()
  }

  /** Connects, and goes on trying until `close`. */
  async connect(): Promise<void> {
    this.closed = false
    this.events.state('connecting')
    try {
      const streamUrl = await this.open()
      this.failures = 0
      this.listen(streamUrl)
      clearInterval(this.refreshing)
      this.refreshing = window.setInterval(() => void this.refresh(), REFRESH_AFTER)
    } catch {
      this.again()
    }
  }

  /** Sends what the person wrote or tapped. Rejects if it did not arrive. */
  async send(body: object): Promise<void> {
    const { conversationId } = this.current ?? {}
    if (!conversationId) throw new Error('not connected')
    await this.call('POST', `/conversations/${conversationId}/activities`, {
      type: 'message',
      from: { id: 'person' },
      locale: this.language(),
      ...body,
    })
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
    this.drop()
  }

  /** Forgets the conversation in this tab and hangs up. */
  drop(): void {
    this.close()
    this.current = undefined
    this.watermark = ''
    this.seen.clear()
    forgetResumable()
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    clearInterval(this.refreshing)
    this.socket?.close()
    this.socket = undefined
  }

  /** The conversation's stream: the tab's own one if it still lives, else a new one. */
  private async open(): Promise<string> {
    if (this.current) {
      const answer = await this.request(
        'GET',
        `/conversations/${this.current.conversationId}?watermark=${encodeURIComponent(this.watermark)}`,
      )
      if (answer.ok) return this.keep(await answer.json())
      if (answer.status >= 500 || answer.status === 429) throw new Error('busy')
      this.current = undefined
      this.watermark = ''
      this.seen.clear()
      forgetResumable()
      this.events.fresh()
    }
    this.keep(await (await this.call('POST', '/tokens/generate')).json())
    return this.keep(await (await this.call('POST', '/conversations', { locale: this.language() })).json())
  }

  private keep(answer: { token?: string; conversationId?: string; streamUrl?: string }): string {
    if (answer.token && answer.conversationId) {
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
      if (opened) this.again()
      else void this.poll()
    }
  }

  private async poll(): Promise<void> {
    if (this.closed || !this.current) return
    try {
      const path = `/conversations/${this.current.conversationId}/activities?watermark=${encodeURIComponent(this.watermark)}`
      this.take(await (await this.call('GET', path)).json())
      this.events.state('on')
      this.timer = window.setTimeout(() => void this.poll(), POLL_EVERY)
    } catch {
      this.again()
    }
  }

  private take(batch: { activities?: WidgetActivity[]; watermark?: string }): void {
    if (batch.watermark !== undefined) this.watermark = String(batch.watermark)
    for (const activity of batch.activities ?? []) {
      if (activity.id && activity.type !== 'typing') {
        if (this.seen.has(activity.id)) continue
        this.seen.add(activity.id)
      }
      this.events.activity(activity)
    }
  }

  private again(): void {
    if (this.closed) return
    this.events.state('off')
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
