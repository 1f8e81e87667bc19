import { createAzureChannel } from '../../src/channels/botframework/azure.ts'
import { createLog } from '../../src/log.ts'
import { parrot, until } from '../channels/botframework/parrot.ts'
import { type Running, startServer } from './harness.ts'

/**
 * Nothing that a person writes, is called or holds may be written down: unique words go in by every door,
 * also where turns fail, and are looked for in the log, in what is printed, and in the metrics.
 */
let server: Running
const azureLines: string[] = []
const log = createLog({ level: 'trace', destination: { write: (line) => azureLines.push(line) } })
const printed: string[] = []
const print = { log: console.log, warn: console.warn, error: console.error, info: console.info }

beforeAll(async () => {
  for (const name of ['log', 'warn', 'error', 'info'] as const)
    console[name] = (...words) => void printed.push(words.map(String).join(' '))
  const azure = createAzureChannel({
    answer: async (message) => {
      if (message.content.kind === 'text' && message.content.text.includes('break'))
        throw new Error(message.content.text)
      return parrot(message)
    },
    firstTime: async () => true,
    onError: (error) => log.error({ err: error }, 'An activity failed.'),
  })
  server = await startServer({
    answer: async (message) => {
      if (message.content.kind === 'text' && message.content.text.includes('break'))
        throw new Error(message.content.text)
      return parrot(message)
    },
    endpoints: [azure],
  })
})
afterAll(async () => {
  Object.assign(console, print)
  await server.stop()
})

test('300 people leave no trace in logs, prints and metrics', async () => {
  const call = (path: string, method: string, token = '', body?: object) =>
    fetch(server.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  const tokens: string[] = []
  for (let person = 0; person < 100; person += 1) {
    const text = `canary-${person} my name is Canary${person} +4070000${person}`
    const { token, conversationId } = (await (
      await call('/v3/directline/tokens/generate', 'POST')
    ).json()) as Record<string, string>
    tokens.push(token ?? '')
    await call('/v3/directline/conversations', 'POST', token, {
      user: { id: 'canary-user', name: text },
      locale: 'en',
    })
    const path = `/v3/directline/conversations/${conversationId}/activities`
    const message = {
      type: 'message',
      text,
      from: { id: `canary-from-${person}`, name: text },
      value: { canary: text },
    }
    await call(path, 'POST', token, message)
    await call(path, 'POST', token, { ...message, text: `break ${text}` })
    await call(`${path}?canary=${person}`, 'POST', `${token}canary`, message)
    // By the door of Azure: answers go to an address of this machine where nobody listens, so each of them fails.
    await call('/api/messages', 'POST', '', {
      ...message,
      id: `canary-${person}`,
      channelId: 'emulator',
      serviceUrl: 'http://127.0.0.1:1/canary',
      conversation: { id: `canary-${person}` },
      recipient: { id: 'bot' },
    })
    await call('/api/messages', 'POST', `canary-${person}`, message)
    await fetch(`${server.url}/canary-${person}`, {
      method: 'PUT',
      headers: { cookie: `canary=${person}` },
      body: text,
    })
  }
  await until(() => server.messages.length === 300, 'all turns')
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  const all = [...server.lines, ...azureLines, ...printed, metrics].join('\n')

  expect(server.lines.filter((line) => line.includes('A turn failed.'))).toHaveLength(100)
  expect(azureLines).toHaveLength(100)
  expect(all).not.toMatch(/canary|dl_|\+4070000/i)
  for (const token of tokens) expect(all.includes(token)).toBe(false)
})
