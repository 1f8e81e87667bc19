import { createDirectLine, type DirectLine } from '../../../src/channels/botframework/directline.ts'
import type { Answer, Message } from '../../../src/conversation/message.ts'
import { parrot, pause, said, until } from './parrot.ts'
import { begin, MINUTE, refusal, SITE } from './talk.ts'

/** Turned forward by a test. */
let skipped = 0
let directLine: DirectLine
let messages: Message[]
const errors: unknown[] = []

function open(answer: Answer = parrot, keys: Buffer[] = []) {
  messages = []
  return createDirectLine({
    answer: (message) => {
      messages.push(message)
      return answer(message)
    },
    keys,
    onError: (error) => errors.push(error),
    now: () => Date.now() + skipped,
  })
}

beforeEach(() => {
  skipped = 0
  errors.length = 0
  directLine = open()
})
afterEach(() => directLine.stop())

describe('who may do what', () => {
  test('without a token nothing', () => {
    expect(refusal(() => directLine.begin({ token: undefined, origin: SITE }, {}))).toBe('401 TokenMissing')
  })

  test.each([
    '',
    'x',
    'a.b',
    '..',
    'W10.W10',
    `${Buffer.from('["a","b","",9e15]').toString('base64url')}.AAAA`,
  ])('with the made-up token “%s” nothing', (token) => {
    expect(refusal(() => directLine.refresh({ token, origin: '' }))).toMatch(/^40[13] /)
  })

  test('a token serves one conversation', async () => {
    const [mine, theirs] = [await begin(directLine), await begin(directLine)]
    const caller = { token: mine.token, origin: SITE }

    expect(refusal(() => directLine.poll(caller, theirs.id, undefined))).toBe('403 BadConversation')
    expect(refusal(() => directLine.post(caller, theirs.id, { type: 'message', text: 'x' }))).toBe(
      '403 BadConversation',
    )
    expect(refusal(() => directLine.resume(caller, theirs.id))).toBe('403 BadConversation')
  })

  test('a token serves one website, and whoever names none', async () => {
    const { token, id } = await begin(directLine)

    expect(refusal(() => directLine.poll({ token, origin: 'https://evil.example' }, id, undefined))).toBe(
      '403 BadOrigin',
    )
    expect(refusal(() => directLine.poll({ token, origin: '' }, id, undefined))).toBe('none')
  })

  test('a token serves for thirty minutes, its successor from then', async () => {
    const { token, id } = await begin(directLine)
    skipped = 29 * MINUTE
    const fresh = directLine.refresh({ token, origin: SITE })
    directLine.poll({ token: fresh.token, origin: SITE }, id, undefined)
    skipped = 31 * MINUTE

    expect(fresh.expires_in).toBe(1800)
    expect(refusal(() => directLine.poll({ token, origin: SITE }, id, undefined))).toBe('403 TokenExpired')
    expect(refusal(() => directLine.refresh({ token, origin: SITE }))).toBe('403 TokenExpired')
    expect(refusal(() => directLine.poll({ token: fresh.token, origin: SITE }, id, undefined))).toBe('none')
  })

  test('people cannot be guessed, and are new in each conversation', () => {
    const ids = Array.from({ length: 200 }, () => directLine.generate(SITE).conversationId)

    expect(new Set(ids).size).toBe(200)
    expect(ids.every((id) => /^[\w-]{22}$/.test(id))).toBe(true)
  })

  test('replicas and restarts believe the same keys, also the one before', () => {
    const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    const { token } = open(parrot, [old]).generate(SITE)

    expect(refusal(() => open(parrot, [fresh, old]).refresh({ token, origin: SITE }))).toBe('none')
    expect(refusal(() => open(parrot, [fresh]).refresh({ token, origin: SITE }))).toBe('403 BadToken')
  })
})

describe('what is posted', () => {
  test.each<[unknown, string]>([
    [undefined, '400 BadActivity'],
    [null, '400 BadActivity'],
    [[], '400 BadActivity'],
    [{}, '400 BadActivity'],
    [{ type: 'invoke' }, '400 BadActivity'],
    [{ type: 5 }, '400 BadActivity'],
    [{ type: 'message' }, 'none'],
    [{ type: 'message', text: 5, value: 'x', locale: {}, channelData: 7, entities: 'x' }, 'none'],
    [{ type: 'typing' }, 'none'],
    [{ type: 'event', name: 'webchat/join' }, 'none'],
  ])('%j → %s', async (body, expected) => {
    const { token, id } = await begin(directLine)

    expect(refusal(() => directLine.post({ token, origin: SITE }, id, body))).toBe(expected)
    await pause(5)
    expect(errors).toEqual([])
  })

  test.each<[string, object, object]>([
    [
      'a location',
      { entities: [{ type: 'GeoCoordinates', latitude: 45.6, longitude: 25.6, elevation: 'x' }] },
      { kind: 'location', latitude: 45.6, longitude: 25.6 },
    ],
    [
      'a place',
      { entities: [{ type: 'Place', geo: { latitude: 45.6, longitude: 25.6 } }] },
      { kind: 'location', latitude: 45.6, longitude: 25.6 },
    ],
    [
      'a photo',
      { attachments: [{ contentType: 'image/png', contentUrl: 'https://x' }] },
      { kind: 'unreadable', what: 'photo' },
    ],
    [
      'a place beyond the pole',
      { entities: [{ type: 'GeoCoordinates', latitude: 145, longitude: 25 }] },
      { kind: 'text', text: '' },
    ],
    [
      'a location behind more than anybody shares',
      {
        entities: [
          ...Array.from({ length: 10 }, () => ({ type: 'x' })),
          { type: 'GeoCoordinates', latitude: 1, longitude: 1 },
        ],
      },
      { kind: 'text', text: '' },
    ],
    [
      'nonsense',
      { entities: [null, 5, {}], attachments: [{ contentType: {} }, 'x'] },
      { kind: 'text', text: '' },
    ],
  ])('%s reaches the bot, and is not kept', async (_, body, content) => {
    const { token, id, say } = await begin(directLine)
    say(undefined as never, body)
    await pause(5)
    const [, kept] = directLine.poll({ token, origin: SITE }, id, undefined).activities

    expect(messages.at(-1)?.content).toEqual(content)
    expect(kept).toMatchObject({ type: 'message', from: { role: 'user' } })
    expect(kept).not.toHaveProperty('entities')
    expect(kept).not.toHaveProperty('attachments')
  })

  test('a message with nothing in it is answered too, since silence helps nobody', async () => {
    const { say } = await begin(directLine)
    say('  ')
    await pause(5)

    expect(messages.map(({ content }) => content)).toEqual([
      { kind: 'command', name: 'start' },
      { kind: 'text', text: '' },
    ])
  })

  test('the language of page and message arrives, and nonsense in its place does not', async () => {
    const { say } = await begin(directLine, { locale: 'uk' })
    say('a')
    say('b', { locale: 'ro-RO' })
    say('c', { locale: '<script>' })
    await pause(5)

    expect(messages.map(({ languageHint }) => languageHint)).toEqual(['uk', 'uk', 'ro-RO', 'uk'])
  })

  test('a client finds its own message in the echo', async () => {
    const { token, id, say } = await begin(directLine)
    say('hello', {
      channelData: { clientActivityID: 'c1', secret: 'x' },
      from: { id: 'forged', role: 'bot' },
    })
    const { activities } = directLine.poll({ token, origin: SITE }, id, undefined)

    expect(activities.at(-1)).toMatchObject({
      text: 'hello',
      from: { role: 'user' },
      channelData: { clientActivityID: 'c1' },
    })
    expect(JSON.stringify(activities.at(-1))).not.toMatch(/secret|forged/)
  })

  test('a twenty-first message that waits is put off, not dropped for good', async () => {
    directLine = open(async () => {
      await pause(50)
      return said('done')
    })
    const { say } = await begin(directLine)
    const refused = Array.from({ length: 25 }, (_, index) => refusal(() => say(`m${index}`)))

    expect(refused.filter((code) => code === '503 Busy').length).toBeGreaterThanOrEqual(5)
    expect(refused.filter((code) => code !== 'none' && code !== '503 Busy')).toEqual([])
  })
})

describe('replies', () => {
  test('carry the whole text, the reply itself and its choices', async () => {
    const { token, id, say } = await begin(directLine)
    say('library')
    await pause(5)
    const reply = directLine.poll({ token, origin: SITE }, id, undefined).activities.at(-1)

    expect(reply).toMatchObject({
      type: 'message',
      text: 'You said: library',
      textFormat: 'plain',
      locale: 'en',
      from: { role: 'bot' },
      channelData: { reply: { version: 1, kind: 'answer', paragraphs: ['You said: library'] } },
      suggestedActions: { actions: [{ type: 'messageBack', title: 'Help', value: { choice: 'cmd:help' } }] },
    })
  })

  test('the welcome comes once, whatever the client tells of arrivals', async () => {
    const { token, id, texts } = await begin(directLine)
    for (const caller of [{ token, origin: SITE }]) {
      directLine.begin(caller, {})
      directLine.post(caller, id, { type: 'conversationUpdate' })
    }
    await pause(5)

    expect(texts()).toEqual(['bot: Welcome.'])
  })

  test('come in the order of the messages, however long each takes', async () => {
    directLine = open(async ({ content }) => {
      const text = content.kind === 'text' ? content.text : 'welcome'
      await pause(text === 'slow' ? 60 : 0)
      return said(text)
    })
    const { say, texts } = await begin(directLine)
    for (const text of ['slow', 'quick', 'quicker']) say(text)
    await pause(100)

    expect(texts().filter((text) => text.startsWith('bot'))).toEqual([
      'bot: welcome',
      'bot: slow',
      'bot: quick',
      'bot: quicker',
    ])
  })

  test('a slow turn shows a typing sign to those who listen, and keeps none', async () => {
    directLine = open(async ({ content }) => {
      await pause(content.kind === 'text' ? 600 : 0)
      return said('late')
    })
    const { token, id, say, texts } = await begin(directLine)
    const types: (string | undefined)[] = []
    directLine.listen({ token, origin: SITE }, id, '999', {
      send: ({ activities }) => types.push(...activities.map(({ type }) => type)),
      end: () => {},
    })
    say('slow')
    await until(() => types.length === 3, 'typing sign and reply')

    expect(types).toEqual(['message', 'typing', 'message'])
    expect(texts()).toEqual(['bot: late', 'user: slow', 'bot: late'])
  })

  test('a turn that fails is told to the log, and the next one is taken', async () => {
    directLine = open(async (message) => {
      if (message.content.kind === 'text' && message.content.text === 'break') throw new Error('inside')
      return parrot(message)
    })
    const { say, texts } = await begin(directLine)
    say('break')
    say('go on')
    await pause(10)

    expect(errors).toHaveLength(1)
    expect(texts().at(-1)).toBe('bot: You said: go on')
  })
})

test('stopping waits for running turns and takes no more', async () => {
  directLine = open(async () => {
    await pause(100)
    return said('done')
  })
  const { token, id, say } = await begin(directLine)
  say('last')
  await directLine.stop()

  expect(directLine.poll({ token, origin: SITE }, id, undefined).activities.map(({ text }) => text)).toEqual([
    'last',
    'done',
    'done',
  ])
  expect(refusal(() => say('too late'))).toBe('503 Stopping')
})
