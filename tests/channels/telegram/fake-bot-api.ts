import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call that the bot made. */
export interface Call {
  readonly method: string
  readonly parameters: Record<string, unknown>
  readonly at: number
}

type Failure = { status: number; body: object } | 'hang' | 'drop' | 'not json'

/**
 * A Bot API on loopback that behaves as Telegram does where it matters: offsets confirm updates, polls are held
 * open, and it can be told to fail.
 */
export class FakeBotApi {
  readonly calls: Call[] = []
  private server = createServer((request, response) => void this.serve(request, response))
  private updates: { update_id: number }[] = []
  private failures: { method: string; failure: Failure; times: number }[] = []
  private nextUpdate = 100
  private nextMessage = 1
  private waiters = new Set<() => void>()

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    for (const wake of this.waiters) wake()
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  /** Lets the next `times` calls of a method fail. */
  fail(method: string, failure: Failure, times = 1): void {
    this.failures.push({ method, failure, times })
  }

  /** Delivers an update at the next poll. */
  deliver(update: object): number {
    const update_id = this.nextUpdate++
    this.updates.push({ update_id, ...update })
    for (const wake of this.waiters) wake()
    return update_id
  }

  /** A private text message from a person. */
  text(text: string, { user = 7, language = 'en', chat = 0 } = {}): number {
    return this.deliver({ message: this.message(user, chat || user, language, { text }) })
  }

  /** A private message with other fields, for example a photo. */
  other(fields: object, { user = 7, language = 'en' } = {}): number {
    return this.deliver({ message: this.message(user, user, language, fields) })
  }

  /** A tapped button. */
  tap(data: string, { user = 7, language = 'en' } = {}): number {
    return this.deliver({
      callback_query: {
        id: String(this.nextUpdate),
        from: { id: user, is_bot: false, language_code: language },
        message: { message_id: 1, chat: { id: user, type: 'private' } },
        data,
      },
    })
  }

  /** All texts sent to a chat. */
  textsTo(chat: number): string[] {
    return this.of('sendMessage').flatMap(({ parameters }) =>
      parameters.chat_id === chat ? String(parameters.text) : [],
    )
  }

  of(method: string): Call[] {
    return this.calls.filter((call) => call.method === method)
  }

  /** Waits until the condition holds. @throws after `ms` milliseconds. */
  async until(condition: () => boolean, ms = 8_000): Promise<void> {
    const end = Date.now() + ms
    while (!condition()) {
      if (Date.now() > end)
        throw new Error(`Not within ${ms} ms. Calls: ${this.calls.map(({ method }) => method).join(' ')}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  private message(user: number, chat: number, language: string, fields: object) {
    return {
      message_id: this.nextMessage++,
      date: 1,
      chat: { id: chat, type: chat < 0 ? 'group' : 'private' },
      from: { id: user, is_bot: false, first_name: 'Canary Person', language_code: language },
      ...fields,
    }
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.url?.split('/').pop() ?? ''
    let body = ''
    for await (const chunk of request) body += chunk
    const parameters = body ? JSON.parse(body) : {}
    this.calls.push({ method, parameters, at: Date.now() })
    const failing = this.failures.find((failure) => failure.method === method && failure.times > 0)
    if (failing) {
      failing.times--
      return fail(response, failing.failure)
    }
    send(response, 200, { ok: true, result: await this.result(method, parameters) })
  }

  private async result(method: string, parameters: { offset?: number; timeout?: number; chat_id?: number }) {
    switch (method) {
      case 'getMe':
        return { id: 1, is_bot: true, first_name: 'Test', username: 'test_bot' }
      case 'getUpdates':
        return this.poll(parameters.offset ?? 0, parameters.timeout ?? 0)
      case 'sendMessage':
      case 'sendVenue':
        return { message_id: this.nextMessage++, date: 1, chat: { id: parameters.chat_id, type: 'private' } }
      default:
        return true
    }
  }

  private async poll(offset: number, seconds: number) {
    // Asking for an offset confirms everything before it.
    this.updates = this.updates.filter(({ update_id }) => update_id >= offset)
    if (this.updates.length === 0)
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          this.waiters.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, seconds * 1_000)
        this.waiters.add(wake)
      })
    return this.updates.slice(0, 100)
  }
}

function fail(response: ServerResponse, failure: Failure): void {
  if (failure === 'hang') return
  if (failure === 'drop') {
    response.destroy()
    return
  }
  if (failure === 'not json') {
    response.writeHead(502, { 'content-type': 'text/html' })
    response.end('<html>Bad gateway</html>')
    return
  }
  send(response, failure.status, failure.body)
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
