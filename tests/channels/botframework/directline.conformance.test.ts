import { createRequire } from 'node:module'
import type { Activity, DirectLine as Client, ConnectionStatus as Status } from 'botframework-directlinejs'
import { type Running, startServer } from '../../server/harness.ts'
import { pause, until } from './parrot.ts'

/**
 * The client that Microsoft publishes, unchanged, against our server, over real HTTP and WebSocket.
 * Only its XMLHttpRequest is replaced, since Node has none.
 */
const require = createRequire(import.meta.url)
const { DirectLine, ConnectionStatus } = require('botframework-directlinejs') as {
  DirectLine: new (options: object) => Client
  ConnectionStatus: typeof Status
}
const { Observable } = require('rxjs/Observable')

interface Seen {
  readonly client: Client
  readonly activities: Activity[]
  readonly statuses: Status[]
  readonly texts: () => string[]
  send(activity: object): Promise<string>
}

const HOME = 'https://site.example'

let server: Running
const clients: Client[] = []
/** Turned forward by tests that need a token to expire. */
let skipped = 0

beforeAll(async () => {
  server = await startServer({ now: () => Date.now() + skipped })
})
afterEach(() => {
  skipped = 0
  for (const client of clients.splice(0)) client.end()
})
afterAll(() => server.stop())

async function generate(origin = HOME): Promise<{ token: string; conversationId: string }> {
  const response = await fetch(`${server.url}/v3/directline/tokens/generate`, {
    method: 'POST',
    headers: { origin },
  })
  return (await response.json()) as { token: string; conversationId: string }
}

function connect(options: object): Seen {
  const client = new DirectLine({
    domain: `${server.url}/v3/directline`,
    timeout: 500,
    pollingInterval: 200,
    random: () => 0,
    ajax,
    ...options,
  } as object)
  clients.push(client)
  const activities: Activity[] = []
  const statuses: Status[] = []
  client.connectionStatus$.subscribe((status) => statuses.push(status))
  client.activity$.subscribe({ next: (activity) => activities.push(activity), error: () => {} })
  return {
    client,
    activities,
    statuses,
    texts: () =>
      activities.flatMap((activity) =>
        activity.type === 'message' && activity.from.role === 'bot' ? [activity.text ?? ''] : [],
      ),
    send: (activity) =>
      new Promise((resolve, reject) => client.postActivity(activity as Activity).subscribe(resolve, reject)),
  }
}

const message = (text: string, more: object = {}) => ({
  type: 'message',
  from: { id: 'whoever' },
  text,
  ...more,
})

describe.each([
  ['WebSocket', true],
  ['polling', false],
])('the published client by %s', (_, webSocket) => {
  test('connects, is welcomed once, sends and receives', async () => {
    const { token } = await generate()
    const { client, statuses, texts, send } = connect({ token, webSocket })
    await until(() => texts().includes('Welcome.'), 'welcome')
    const id = await send(message('library in brasov'))
    await until(() => texts().includes('You said: library in brasov'), 'reply')
    await pause(300)

    expect(statuses).toContain(ConnectionStatus.Online)
    expect(id).toMatch(/\|\d{7}$/)
    expect(texts()).toEqual(['Welcome.', 'You said: library in brasov'])
    expect(client.connectionStatus$.getValue()).toBe(ConnectionStatus.Online)
  })

  test('keeps the order of twelve messages sent at once', async () => {
    const { token } = await generate()
    const { texts, send } = connect({ token, webSocket })
    await until(() => texts().length === 1, 'welcome')
    const ids = await Promise.all(Array.from({ length: 12 }, (_, index) => send(message(`m${index}`))))
    await until(() => texts().length === 13, 'twelve replies')

    // The order in which the server took them is that of the ids it gave.
    const order = ids
      .map((id, index) => ({ id, text: `You said: m${index}` }))
      .sort((a, b) => a.id.localeCompare(b.id))
    expect(texts().slice(1)).toEqual(order.map(({ text }) => text))
  })

  test('resumes after a watermark: nothing twice, nothing lost', async () => {
    const { token, conversationId } = await generate()
    const first = connect({ token, webSocket })
    await until(() => first.texts().length === 1, 'welcome')
    await first.send(message('before'))
    await until(() => first.texts().length === 2, 'reply')
    // The browser's page goes; another message is sent from a second tab meanwhile.
    const watermark = String(first.activities.length)
    first.client.end()
    await post(token, conversationId, message('meanwhile'))
    await pause(100)

    const second = connect({ token, conversationId, watermark, webSocket })
    await until(() => second.texts().length === 1, 'what was missed')
    await second.send(message('after'))
    await until(() => second.texts().length === 2, 'reply')

    expect(second.texts()).toEqual(['You said: meanwhile', 'You said: after'])
  })

  test('a page that was reloaded without its watermark gets everything', async () => {
    const { token, conversationId } = await generate()
    const first = connect({ token, webSocket })
    await until(() => first.texts().length === 1, 'welcome')
    await first.send(message('before'))
    await until(() => first.texts().length === 2, 'reply')
    first.client.end()
    const second = connect({ token, conversationId, webSocket })
    await until(() => second.texts().length === 2, 'everything')

    expect(second.activities.map((activity) => (activity as { text?: string }).text)).toEqual([
      'Welcome.',
      'before',
      'You said: before',
    ])
  })

  test('a tapped choice and a typed command arrive as such', async () => {
    const { token } = await generate()
    const { texts, send } = connect({ token, webSocket })
    await until(() => texts().length === 1, 'welcome')
    await send(message('Help', { value: { choice: 'cmd:help' } }))
    await send(message('/help'))
    await until(() => texts().length === 3, 'two replies')

    expect(texts().slice(1)).toEqual(['You chose: cmd:help', 'Command: help'])
  })

  test('refreshes its token and goes on with the new one', async () => {
    const { token } = await generate()
    const { client, texts, send } = connect({ token, webSocket })
    await until(() => texts().length === 1, 'welcome')
    // The client does so by itself every 15 minutes.
    const loop = client as unknown as {
      refreshToken(): { subscribe(next: (token: string) => void): void }
      token: string
    }
    skipped = 60_000
    const fresh = await new Promise<string>((resolve) => loop.refreshToken().subscribe(resolve))
    loop.token = fresh
    await send(message('with the new token'))
    await until(() => texts().length === 2, 'reply')

    expect(fresh).not.toBe(token)
    expect(texts()[1]).toBe('You said: with the new token')
  })

  test('a bad token fails to connect', async () => {
    const { token } = await generate()
    const forged = `${token.slice(0, -4)}AAAA`
    const { statuses } = connect({ token: forged, webSocket })
    await until(() => statuses.includes(ConnectionStatus.FailedToConnect), 'failure')

    expect(statuses).not.toContain(ConnectionStatus.Online)
  })

  test('another person’s conversation stays closed', async () => {
    const victim = await generate()
    const theirs = connect({ token: victim.token, webSocket })
    await until(() => theirs.texts().length === 1, 'welcome')
    const { token } = await generate()
    const thief = connect({ token, conversationId: victim.conversationId, webSocket })
    await until(() => thief.statuses.includes(ConnectionStatus.FailedToConnect), 'failure')

    expect(thief.activities).toEqual([])
    expect((await post(token, victim.conversationId, message('boo'))).status).toBe(403)
  })

  test('a forged sender is overwritten by the token’s person', async () => {
    const { token } = await generate()
    const { activities, texts, send } = connect({ token, webSocket })
    await until(() => texts().length === 1, 'welcome')
    await send({ ...message('hello'), from: { id: 'dl_somebody-else', name: 'Bot', role: 'bot' } })
    await until(() => texts().length === 2, 'reply')

    const echo = activities.find((activity) => (activity as { text?: string }).text === 'hello')
    expect(echo?.from).toMatchObject({ id: expect.stringMatching(/^dl_[\w-]{22}$/), role: 'user' })
    expect(server.messages.at(-1)?.userId).toBe(echo?.from.id)
  })

  test('an expired token is told as such', async () => {
    const { token } = await generate()
    const { statuses, texts, send } = connect({ token, webSocket })
    await until(() => texts().length === 1, 'welcome')
    skipped = 31 * 60_000
    await send(message('too late')).catch(() => {})
    await until(() => statuses.includes(ConnectionStatus.ExpiredToken), 'expiry')
  })
})

test('empty WebSocket messages, which the client sends as a sign of life, are ignored', async () => {
  const { token } = await generate()
  const { texts, send } = connect({ token, webSocket: true, timeout: 100 })
  await until(() => texts().length === 1, 'welcome')
  await pause(500)
  await send(message('still here'))
  await until(() => texts().length === 2, 'reply')
})

async function post(token: string, conversationId: string, body: object): Promise<Response> {
  return fetch(`${server.url}/v3/directline/conversations/${conversationId}/activities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** What RxJS 5 does with XMLHttpRequest, done with fetch. */
function ajax({
  method,
  url,
  headers,
  body,
}: {
  method: string
  url: string
  headers: Record<string, string>
  body?: object
}) {
  return Observable.create(
    (observer: { next(value: object): void; error(error: object): void; complete(): void }) => {
      fetch(url, {
        method,
        headers: { ...headers, origin: HOME },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }).then(
        async (response) => {
          const text = await response.text()
          const xhr = { getResponseHeader: (name: string) => response.headers.get(name) }
          const result = { status: response.status, response: text ? JSON.parse(text) : null, xhr }
          if (!response.ok)
            return observer.error(Object.assign(new Error(`ajax error ${response.status}`), result))
          observer.next(result)
          observer.complete()
        },
        (cause) => observer.error(Object.assign(new Error('ajax error'), { status: 0, cause })),
      )
    },
  )
}
