import { createAzureChannel } from '../../../src/channels/botframework/azure.ts'
import type { Channel, Endpoint } from '../../../src/channels/channel.ts'
import type { Answer, Message } from '../../../src/conversation/message.ts'
import { APP_ID, type FakeAzure, startAzure } from './fake-azure.ts'
import { parrot, pause, said, until } from './parrot.ts'

let azure: FakeAzure
beforeAll(async () => {
  azure = await startAzure()
})
afterAll(() => azure.stop())

const credentials = { type: 'SingleTenant', appId: APP_ID, password: 'x', tenantId: 'y' } as const

interface Bot extends Channel, Endpoint {
  readonly messages: Message[]
  readonly errors: unknown[]
  readonly waited: number[]
}

/** Patient, since a busy machine may take seconds for the first look at the keys; one test sets the real limit. */
function createBot(answer: Answer = parrot, answerWithin = 15_000): Bot {
  const messages: Message[] = []
  const errors: unknown[] = []
  const waited: number[] = []
  const seen = new Set<string>()
  const channel = createAzureChannel({
    credentials,
    answer: (message) => {
      messages.push(message)
      return answer(message)
    },
    firstTime: async (kind, id) => seen.size < seen.add(`${kind} ${id}`).size,
    onError: (error) => errors.push(error),
    authentication: azure.authentication,
    isTrusted: (serviceUrl) => serviceUrl === azure.serviceUrl,
    wait: async (ms) => void waited.push(ms),
    answerWithin,
  })
  return { ...channel, messages, errors, waited }
}

let ids = 0
const activity = (more: object = {}) => ({
  type: 'message',
  id: `activity-${++ids}`,
  timestamp: '2026-05-01T10:00:00.000Z',
  channelId: 'msteams',
  serviceUrl: azure.serviceUrl,
  conversation: { id: `conversation-${ids}` },
  from: { id: 'person-1', name: 'A Name' },
  recipient: { id: 'bot' },
  text: 'library',
  locale: 'uk-UA',
  ...more,
})

const headers = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
const sentTo = (conversation: string) =>
  azure.sent.filter(({ activity: { conversation: to } }) => (to as { id: string }).id === conversation)

describe('a request that Azure signed', () => {
  test('is answered at its serviceUrl with our own token', async () => {
    const bot = createBot()
    const body = activity()
    const { status } = await bot.handle({ headers: headers(azure.token()), body })
    const [reply] = sentTo(body.conversation.id)

    expect(status).toBe(200)
    expect(reply).toMatchObject({ status: 201, authorization: 'Bearer token-of-the-bot' })
    expect(reply?.activity).toMatchObject({
      type: 'message',
      replyToId: body.id,
      text: expect.stringContaining('You said: library'),
    })
    expect(bot.messages).toEqual([
      {
        channel: 'azure',
        userId: 'msteams:person-1',
        content: { kind: 'text', text: 'library' },
        languageHint: 'uk-UA',
      },
    ])
  })

  test('is answered once, however often it comes', async () => {
    const bot = createBot()
    const body = activity()
    for (let times = 0; times < 3; times += 1) {
      expect((await bot.handle({ headers: headers(azure.token()), body })).status).toBe(200)
    }

    expect(bot.messages).toHaveLength(1)
  })

  test('welcomes once, though the platform tells of the arrival twice', async () => {
    const bot = createBot()
    const arrival = { type: 'conversationUpdate', text: undefined, conversation: { id: 'arrivals' } }
    await bot.handle({
      headers: headers(azure.token()),
      body: activity({ ...arrival, membersAdded: [{ id: 'bot' }] }),
    })
    await bot.handle({
      headers: headers(azure.token()),
      body: activity({ ...arrival, membersAdded: [{ id: 'person-1' }] }),
    })

    expect(bot.messages.map(({ content }) => content)).toEqual([{ kind: 'command', name: 'start' }])
  })

  test('welcomes nobody late, who has written already', async () => {
    const bot = createBot()
    const conversation = { id: 'late-arrival' }
    await bot.handle({ headers: headers(azure.token()), body: activity({ conversation }) })
    const arrival = {
      type: 'conversationUpdate',
      text: undefined,
      membersAdded: [{ id: 'person-1' }],
      conversation,
    }
    await bot.handle({ headers: headers(azure.token()), body: activity(arrival) })

    expect(bot.messages).toHaveLength(1)
  })

  test('takes the messages of one conversation in order', async () => {
    const bot = createBot(async ({ content }) => {
      const text = content.kind === 'text' ? content.text : ''
      await pause(text === 'first' ? 60 : 0)
      return said(text)
    })
    const conversation = { id: 'ordered' }
    await Promise.all(
      ['first', 'second', 'third'].map(async (text, index) => {
        await pause(index * 5)
        return bot.handle({ headers: headers(azure.token()), body: activity({ text, conversation }) })
      }),
    )

    expect(sentTo('ordered').map(({ activity: { text } }) => text)).toEqual(['first', 'second', 'third'])
  })

  test('a button’s label, which is all that some platforms send, is the choice', async () => {
    const bot = createBot()
    const conversation = { id: 'labels' }
    const token = azure.token()
    await bot.handle({ headers: headers(token), body: activity({ channelId: 'facebook', conversation }) })
    await bot.handle({
      headers: headers(token),
      body: activity({ channelId: 'facebook', conversation, text: 'Help' }),
    })

    expect(bot.messages.at(-1)?.content).toEqual({ kind: 'choice', id: 'cmd:help' })
  })

  test('waits as long as the platform asks, then sends again', async () => {
    const bot = createBot()
    azure.refusals.push({ status: 429, retryAfter: '3' }, { status: 503 })
    const body = activity()
    await bot.handle({ headers: headers(azure.token()), body })

    expect(bot.waited).toEqual([3000, 2000])
    expect(sentTo(body.conversation.id).map(({ status }) => status)).toEqual([429, 503, 201])
  })

  test('gives up after the fourth refusal, and tells it', async () => {
    const bot = createBot()
    azure.refusals.push({ status: 429 }, { status: 429 }, { status: 429 }, { status: 429 })
    const { status } = await bot.handle({ headers: headers(azure.token()), body: activity() })

    expect([status, bot.errors.length, azure.refusals.length]).toEqual([500, 1, 0])
  })

  test('a slow turn is acknowledged within five seconds, and its reply is sent all the same', async () => {
    await createBot().handle({ headers: headers(azure.token()), body: activity() })
    const bot = createBot(async () => {
      await pause(5200)
      return said('late')
    }, 4_500)
    const body = activity()
    const began = performance.now()
    const { status } = await bot.handle({ headers: headers(azure.token()), body })

    expect(status).toBe(200)
    expect(performance.now() - began).toBeLessThan(5000)
    await until(() => sentTo(body.conversation.id).length === 1, 'late reply')
    await bot.stop()
  })
})

describe('a request that Azure did not sign', () => {
  // The SDK prints what it refuses; it may print no more than the key that everybody can fetch.
  const printed: string[] = []
  const print = console.error
  beforeAll(() => {
    console.error = (...words) => void printed.push(words.map(String).join(' '))
  })
  afterAll(() => {
    console.error = print
    expect(printed.join('\n')).not.toMatch(/eyJ|person-1|library/)
  })

  const past = Math.floor(Date.now() / 1000) - 3600

  test.each<[string, () => string]>([
    ['no token', () => ''],
    ['another scheme', () => 'Basic abcdef'],
    ['something that is no token', () => 'Bearer abc'],
    ['three parts of nonsense', () => 'Bearer a.b.c'],
    [
      'JSON that is null',
      () =>
        `Bearer ${['null', 'null', 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.')}`,
    ],
    ['a signature by another key', () => `Bearer ${azure.token({}, { signature: 'other-key' })}`],
    ['alg none', () => `Bearer ${azure.token({}, { signature: 'none' })}`],
    ['HS256 with the public key as the secret', () => `Bearer ${azure.token({}, { signature: 'HS256' })}`],
    ['a key that is not known', () => `Bearer ${azure.token({}, { keyId: 'other' })}`],
    ['an expired token', () => `Bearer ${azure.token({ exp: past, nbf: past - 60 })}`],
    ['a token for later', () => `Bearer ${azure.token({ nbf: past + 7200, exp: past + 9000 })}`],
    ['another issuer', () => `Bearer ${azure.token({ iss: 'https://evil.example' })}`],
    ['a token for another bot', () => `Bearer ${azure.token({ aud: 'another-app' })}`],
    [
      'a token for another serviceUrl',
      () => `Bearer ${azure.token({ serviceurl: 'https://smba.trafficmanager.net/emea/' })}`,
    ],
  ])('with %s is refused with 401', async (_, authorization) => {
    const bot = createBot()
    const { status, body } = await bot.handle({
      headers: { authorization: authorization() },
      body: activity(),
    })

    expect(status).toBe(401)
    expect(bot.messages).toEqual([])
    expect(JSON.stringify(body)).not.toMatch(/jwt|signature|alg/i)
  })

  test('of a channel that the key does not vouch for is refused', async () => {
    const bot = createBot()
    const { status } = await bot.handle({
      headers: headers(azure.token()),
      body: activity({ channelId: 'slack' }),
    })

    expect([status, bot.messages.length]).toEqual([401, 0])
  })
})

describe('an activity that cannot be one', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['no type', { type: undefined }],
    ['no channel', { channelId: undefined }],
    ['a channel with other rules for tokens', { channelId: 'AseChannel' }],
    ['no serviceUrl', { serviceUrl: undefined }],
    ['no conversation', { conversation: undefined }],
    ['a message from nobody', { from: undefined }],
    ['a text that is a number', { text: 5 }],
    ['members that are strings', { membersAdded: ['a'] }],
  ])('%s is refused with 400', async (_, wrong) => {
    const bot = createBot()
    const isPart = typeof wrong === 'object' && wrong !== null && !Array.isArray(wrong)
    const { status } = await bot.handle({
      headers: headers(azure.token()),
      body: isPart ? activity(wrong) : wrong,
    })

    expect([status, bot.messages.length, bot.errors.length]).toEqual([400, 0, 0])
  })
})

test('when the keys cannot be fetched, the platform is asked to come again', async () => {
  const gone = await startAzure()
  const token = gone.token()
  const channel = createAzureChannel({
    credentials,
    answer: parrot,
    firstTime: async () => true,
    onError: () => {},
    authentication: gone.authentication,
    isTrusted: () => true,
  })
  await gone.stop()

  expect((await channel.handle({ headers: headers(token), body: activity() })).status).toBe(503)
})

describe('where answers are sent', () => {
  const statusOf = async (serviceUrl: string, withCredentials = true) => {
    const channel = createAzureChannel({
      ...(withCredentials ? { credentials } : {}),
      answer: parrot,
      firstTime: async () => false,
      onError: () => {},
    })
    const token = azure.token({ iss: 'nobody' })
    return (await channel.handle({ headers: headers(token), body: activity({ serviceUrl }) })).status
  }

  test.each([
    // serviceUrl, whether it may be one; 401 means that it got as far as the token
    ['https://smba.trafficmanager.net/emea/', 401],
    ['https://webchat.botframework.com/', 401],
    ['https://europe.directline.botframework.com/', 401],
    ['http://smba.trafficmanager.net/emea/', 403], // not encrypted
    ['https://evil.trafficmanager.net/', 403], // anybody can register it
    ['https://botframework.com.evil.example/', 403],
    ['https://evilbotframework.com/', 403],
    ['https://user@webchat.botframework.com/', 403],
    ['https://webchat.botframework.com:8443/', 403],
    ['http://169.254.169.254/latest/meta-data', 403],
    ['http://127.0.0.1:3978/', 403], // with credentials, not even this machine
    ['nonsense', 403],
  ])('%s → %i', async (serviceUrl, status) => {
    expect(await statusOf(serviceUrl)).toBe(status)
  })

  test.each([
    ['http://localhost:56150', 200],
    ['http://127.0.0.1:9000/', 200],
    ['https://webchat.botframework.com/', 403],
    ['http://192.168.1.5/', 403],
  ])('without credentials %s → %i', async (serviceUrl, status) => {
    expect(await statusOf(serviceUrl, false)).toBe(status)
  })
})
