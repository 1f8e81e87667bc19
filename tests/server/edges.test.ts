import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { EndpointRequest } from '../../src/channels/channel.ts'
import { addressOf } from '../../src/server/limits.ts'
import { pause, said } from '../channels/botframework/parrot.ts'
import { type Running, startServer } from './harness.ts'

/** What the endpoint of the test was handed. */
const handled: EndpointRequest[] = []
let server: Running

beforeAll(async () => {
  server = await startServer({
    endpoints: [
      {
        path: '/hook',
        async handle(request) {
          handled.push(request)
          if (request.body === null) throw new Error('canary-inside /etc/passwd')
          return { status: 200, body: { ok: true } }
        },
      },
    ],
  })
})
beforeEach(() => {
  handled.length = 0
})
afterAll(() => server.stop())

const post = (path: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
  fetch(server.url + path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })

/** Sends bytes as they are and gives back whatever comes until the connection closes. */
function raw(bytes: string, forMs = 2000, url = server.url): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    let received = ''
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    socket.on('data', (chunk) => {
      received += chunk
    })
    const timer = setTimeout(() => socket.destroy(), forMs)
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(received)
    })
  })
}

const SECURE = {
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'x-content-type-options': /: nosniff$/,
  'x-frame-options': /: DENY$/,
  'referrer-policy': /: no-referrer$/,
  'strict-transport-security': /max-age=31536000/,
  // The demo page has the widget, which asks where a person is when they press for places near them.
  'permissions-policy': /camera=\(\), geolocation=\(self\), microphone=\(\)/,
}

describe('every answer carries the security headers', () => {
  test.each<[string, string, RequestInit, number]>([
    ['the demo page', '/', {}, 200],
    ['the widget', '/widget.js', {}, 200],
    ['the privacy notice', '/privacy?lang=ro', {}, 200],
    ['health', '/healthz', {}, 200],
    ['readiness', '/readyz', {}, 200],
    ['metrics', '/metrics', {}, 200],
    ['a token', '/v3/directline/tokens/generate', { method: 'POST' }, 200],
    [
      'a preflight',
      '/v3/directline/conversations',
      { method: 'OPTIONS', headers: { origin: 'https://site.example' } },
      204,
    ],
    ['no token', '/v3/directline/conversations', { method: 'POST' }, 401],
    [
      'another website',
      '/v3/directline/tokens/generate',
      { method: 'POST', headers: { origin: 'https://evil.example' } },
      403,
    ],
    ['nothing there', '/nothing-there', {}, 404],
    ['nothing there, deep', '/a/b/c/d', {}, 404],
    ['a path that cannot be decoded', '/%', {}, 404],
    ['another method', '/healthz', { method: 'DELETE' }, 405],
    ['a form', '/hook', { method: 'POST', body: new URLSearchParams({ a: 'b' }) }, 415],
    [
      'a failure inside',
      '/hook',
      { method: 'POST', body: 'null', headers: { 'content-type': 'application/json' } },
      500,
    ],
  ])('%s', async (_, path, init, status) => {
    const response = await fetch(server.url + path, init)

    expect(response.status).toBe(status)
    for (const [name, pattern] of Object.entries(SECURE))
      expect(`${name}: ${response.headers.get(name)}`).toMatch(pattern)
    expect(response.headers.get('server')).toBeNull()
    expect(response.headers.get('x-powered-by')).toBeNull()
  })

  test('also where Node itself refuses what is no request', async () => {
    const answer = await raw('NONSENSE\r\n\r\n')

    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toMatch(/content-security-policy: default-src 'none'/i)
  })
})

describe('a request whose target is no address is refused, and the process lives on', () => {
  test.each([
    ['a host with a blank', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'],
    ['half a bracket', 'GET / HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n'],
    ['a port that is none', 'GET / HTTP/1.1\r\nHost: x:99999\r\nConnection: close\r\n\r\n'],
    ['a quote in the host', 'GET / HTTP/1.1\r\nHost: evil"; x\r\nConnection: close\r\n\r\n'],
    ['an address that breaks off', 'GET http://[::1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['a lone percent sign', 'GET http://% HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['an address without a host', 'GET http:// HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['an address with a wrong port', 'GET http://x:99999/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
  ])('%s', async (_, bytes) => {
    expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 400 /)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })
})

describe('a body is read only if it is plain, small and shallow JSON', () => {
  test.each<[string, NonNullable<RequestInit['body']>, Record<string, string>, number]>([
    ['gzip that is none', 'junk', { 'content-encoding': 'gzip' }, 415],
    ['gzip that is a bomb', gzipSync('0'.repeat(50_000_000)), { 'content-encoding': 'gzip' }, 415],
    ['deflate', 'x', { 'content-encoding': 'deflate' }, 415],
    ['two encodings', 'x', { 'content-encoding': 'identity, gzip' }, 415],
    ['no encoding, said aloud', '{}', { 'content-encoding': 'identity' }, 200],
    ['an upload', new FormData(), { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['text', 'hello', { 'content-type': 'text/plain' }, 415],
    ['a charset', '{}', { 'content-type': 'application/json; charset=utf-8' }, 200],
    ['JSON cut short', '{"a":', {}, 400],
    ['64 kB and a byte', `"${'a'.repeat(65_536)}"`, {}, 413],
    ['20,000 lists in lists', '['.repeat(20_000) + ']'.repeat(20_000), {}, 400],
    ['30 objects in objects', `${'{"a":'.repeat(30)}1${'}'.repeat(30)}`, {}, 400],
    ['9 objects in objects', `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`, {}, 200],
  ])('%s', async (_, body, headers, status) => {
    const response = await post('/hook', body, headers)

    expect(response.status).toBe(status)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  test('64 kB in pieces of no declared length are refused too', async () => {
    const status = await new Promise((resolve) => {
      const request = httpRequest(
        `${server.url}/hook`,
        { method: 'POST', headers: { 'content-type': 'application/json' } },
        (response) => resolve(response.statusCode),
      )
      for (let pieces = 0; pieces < 80; pieces += 1) request.write(' '.repeat(1024))
      request.end('{}')
    })

    expect(status).toBe(413)
  })

  test('an own __proto__ in a body changes no prototype', async () => {
    await post('/hook', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')

    expect(handled).toHaveLength(1)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

test('a failure inside tells nothing of the inside', async () => {
  const text = await (await post('/hook', 'null')).text()

  expect(text).toMatch(/InternalError/)
  expect(text + server.lines.join('')).not.toContain('canary-inside')
})

test.each(['/nothing-there', '/v3/directline/conversations/canary-path/activities'])(
  'a refusal of %s does not repeat what was asked',
  async (path) => {
    const text = await (
      await fetch(`${server.url}${path}?q=canary-query`, { headers: { accept: 'text/html' } })
    ).text()

    expect(JSON.parse(text)).toHaveProperty('error')
    expect(text).not.toContain('canary')
  },
)

describe('websites', () => {
  const preflight = (origin: string) =>
    fetch(`${server.url}/v3/directline/conversations`, { method: 'OPTIONS', headers: { origin } })

  test('one on the list may send what the widget and the usual client send', async () => {
    const { status, headers } = await preflight('https://site.example')

    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe('https://site.example')
    expect(headers.get('vary')).toMatch(/origin/i)
    for (const name of ['authorization', 'content-type', 'x-ms-bot-agent', 'x-requested-with']) {
      expect(headers.get('access-control-allow-headers')).toContain(name)
    }
  })

  test.each([
    'https://evil.example',
    'https://site.example.evil.example',
    'http://site.example',
    'null',
    'nonsense',
  ])('%s is refused, and not told that it may', async (origin) => {
    const { status, headers } = await preflight(origin)

    expect(status).toBe(403)
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test('our own pages may', async () => {
    expect((await preflight(server.url)).status).toBe(204)
  })

  test('other pages of this machine may in development only', async () => {
    const development = await startServer({ development: true })
    const response = await fetch(`${development.url}/v3/directline/tokens/generate`, {
      method: 'POST',
      headers: { origin: 'http://localhost:8080' },
    })
    await development.stop()

    expect([response.status, (await preflight('http://localhost:8080')).status]).toEqual([200, 403])
  })
})

describe('floods', () => {
  test('are refused with a time to come back, and others are not', async () => {
    const limited = await startServer({ limits: { all: 1000, tokens: 3 } })
    const ask = (address: string) =>
      fetch(`${limited.url}/v3/directline/tokens/generate`, {
        method: 'POST',
        headers: { 'x-forwarded-for': address },
      })
    const statuses = []
    for (let times = 0; times < 5; times += 1) statuses.push((await ask('203.0.113.7')).status)
    const refused = await ask('203.0.113.7')
    const other = await ask('203.0.113.8')
    await limited.stop()

    expect(statuses).toEqual([200, 200, 200, 429, 429])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(other.status).toBe(200)
  })

  test.each([
    // connection from, X-Forwarded-For, whom it counts for
    ['203.0.113.9', '1.2.3.4', '203.0.113.9'], // anybody may write the header
    ['127.0.0.1', '1.2.3.4', '1.2.3.4'], // the proxy on this machine
    ['::ffff:10.0.0.3', '9.9.9.9, 1.2.3.4', '1.2.3.4'], // what the proxy saw is last
    ['10.0.0.3', 'nonsense', '10.0.0.3'],
    ['10.0.0.3', undefined, '10.0.0.3'],
  ])('from %s with “%s” counts for %s', (remoteAddress, forwarded, counted) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }

    expect(addressOf({ headers, socket: { remoteAddress } } as never)).toBe(counted)
  })
})

test('clients that never finish their request are let go, and others are served meanwhile', async () => {
  const strict = await startServer({ limits: { headersMs: 500 } })
  const slow = Array.from({ length: 50 }, () =>
    raw('POST /hook HTTP/1.1\r\nHost: x\r\nX-Slow: ', 3000, strict.url),
  )
  await pause(100)
  expect((await fetch(`${strict.url}/healthz`)).status).toBe(200)
  const answers = await Promise.all(slow)
  await strict.stop()

  expect(new Set(answers.map((answer) => answer.slice(0, 12)))).toEqual(new Set(['HTTP/1.1 408']))
})

test('a port that is taken is told with its remedy', async () => {
  const port = Number(new URL(server.url).port)

  await expect(startServer({ port })).rejects.toThrow(/Port \d+ of 127\.0\.0\.1 is taken.*set PORT/)
})

test('stopping finishes the turns that are running and takes no new ones', async () => {
  const slow = await startServer({
    answer: async ({ content }) => {
      if (content.kind === 'text') await pause(400)
      return said('done')
    },
  })
  const call = (path: string, token?: string, body?: object) =>
    fetch(slow.url + path, {
      method: body || token === undefined ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  const { token, conversationId } = (await (await call('/v3/directline/tokens/generate')).json()) as Record<
    string,
    string
  >
  const { streamUrl } = (await (await call('/v3/directline/conversations', token, {})).json()) as {
    streamUrl: string
  }
  const texts: string[] = []
  const stream = new WebSocket(streamUrl)
  stream.onmessage = ({ data }) =>
    texts.push(
      ...(JSON.parse(data) as { activities: { text?: string; type: string }[] }).activities.flatMap(
        ({ type, text }) => (type === 'message' ? [text ?? ''] : []),
      ),
    )
  const closed = new Promise<number>((resolve) => {
    stream.onclose = ({ code }) => resolve(code)
  })
  await new Promise((resolve) => {
    stream.onopen = resolve
  })
  await call(`/v3/directline/conversations/${conversationId}/activities`, token, {
    type: 'message',
    text: 'slow',
  })
  const began = performance.now()
  await slow.stop()

  expect(texts).toEqual(['done', 'slow', 'done'])
  expect(await closed).toBe(1001)
  expect(performance.now() - began).toBeLessThan(3000)
  await expect(fetch(`${slow.url}/healthz`)).rejects.toThrow()
})
