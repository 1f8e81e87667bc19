import { widgetHash } from '../../src/server/pages.ts'
import { type Running, startServer } from './harness.ts'

let server: Running

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

describe('pages and the widget', () => {
  const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers })

  test('the widget is kept for five minutes, then asked for by its ETag', async () => {
    const first = await get('/widget.js')
    const again = await get('/widget.js', { 'if-none-match': first.headers.get('etag') ?? '' })

    expect(first.headers.get('cache-control')).toBe('public, max-age=300')
    expect(first.headers.get('content-type')).toMatch(/^text\/javascript/)
    expect(first.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
    expect(again.status).toBe(304)
  })

  test('under its hash it is kept for ever, and under another hash it is not there', async () => {
    const body = await (await get('/widget.js')).text()
    const named = await get(`/widget.${widgetHash(body)}.js`)

    expect([named.status, named.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ])
    expect((await get('/widget.000000000000.js')).status).toBe(404)
  })

  test.each(['br', 'gzip'])('it travels as %s where the browser reads that', async (encoding) => {
    const packed = await get('/widget.js', { 'accept-encoding': encoding })

    expect(packed.headers.get('content-encoding')).toBe(encoding)
    expect(packed.headers.get('vary')).toBe('Accept-Encoding')
    expect(await packed.text()).toContain('iom-chat')
  })

  test('a page may run what stands in it, by hash, and nothing else', async () => {
    const policy = (await get('/')).headers.get('content-security-policy')

    expect(policy).toMatch(/style-src 'self' 'sha256-[A-Za-z0-9+/=]{44}'/)
    expect(policy).toMatch(/script-src 'self';/)
    expect(policy).not.toMatch(/unsafe|\*/)
  })

  test('the privacy notice is in the language asked for', async () => {
    expect(await (await get('/privacy?lang=ro')).text()).toContain('privacy ro')
    expect(await (await get('/privacy')).text()).toContain('privacy en')
  })

  test('HEAD gives the headers alone', async () => {
    const response = await fetch(`${server.url}/widget.js`, { method: 'HEAD' })

    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100)
  })
})

describe('health', () => {
  test('not ready is 503, and says which part', async () => {
    const sick = await startServer({
      readiness: () => ({ ok: false, parts: { knowledge: true, store: false } }),
    })
    const response = await fetch(`${sick.url}/readyz`)
    await sick.stop()

    expect([response.status, await response.json()]).toEqual([
      503,
      { ok: false, parts: { knowledge: true, store: false } },
    ])
  })

  test('metrics name routes by pattern, and stay inside', async () => {
    await fetch(`${server.url}/v3/directline/conversations/canary-conversation/activities?watermark=1`)
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    const fromOutside = await fetch(`${server.url}/metrics`, {
      headers: { 'x-forwarded-for': '203.0.113.7' },
    })

    expect(metrics).toContain('http_requests_total{route="/v3/directline/conversations/:id/activities"')
    expect(metrics).not.toContain('canary')
    expect(fromOutside.status).toBe(404)
  })
})
