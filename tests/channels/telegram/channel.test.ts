import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  createTelegramChannel,
  type TelegramChannel,
  type TelegramOptions,
} from '../../../src/channels/telegram/channel.ts'
import type { Answer, Message } from '../../../src/conversation/message.ts'
import { emptyReply, type Reply } from '../../../src/conversation/reply.ts'
import { createLog } from '../../../src/log.ts'
import { FakeBotApi } from './fake-bot-api.ts'

const TOKEN = '123456:canary-token_AAAAAAAAAAAAAAAAAAAAAAAAAAA'

describe('Telegram over real HTTP', () => {
  let api: FakeBotApi
  let channel: TelegramChannel
  let logged: string[]
  let messages: Message[]

  beforeEach(() => {
    api = new FakeBotApi()
    logged = []
    messages = []
  })

  afterEach(async () => {
    await channel.stop()
    await api.stop()
  })

  async function start(answer: Answer, options: Partial<TelegramOptions> = {}) {
    const apiRoot = await api.start()
    const seen = new Set<string>()
    // The real logger, since it decides what may be written down.
    const log = createLog({ secrets: [TOKEN], destination: { write: (line) => void logged.push(line) } })
    channel = createTelegramChannel({
      token: TOKEN,
      apiRoot,
      answer: async (message) => {
        messages.push(message)
        return answer(message)
      },
      firstTime: async (name, id) => {
        const key = `${name} ${id}`
        return !seen.has(key) && Boolean(seen.add(key))
      },
      commands: new Map([
        ['', [{ command: 'help' as const, description: 'Help' }]],
        ['uk', [{ command: 'help' as const, description: 'Допомога' }]],
      ]),
      groupHint: () => 'Only private chats.',
      log,
      holdSeconds: 1,
      deadlineMs: 2_000,
      chatGapMs: 20,
      ...options,
    })
    await channel.start()
  }

  const echo: Answer = async ({ content }) => ({
    ...emptyReply('answer', 'en', 'ltr'),
    paragraphs: [content.kind === 'text' ? `You wrote ${content.text}` : content.kind],
  })

  test('a text becomes a message, and its reply one silent message without preview', async () => {
    await start(echo)
    api.text('hello', { language: 'uk' })
    await api.until(() => api.of('sendMessage').length === 1)

    expect(messages[0]).toMatchObject({
      channel: 'telegram',
      userId: '7',
      languageHint: 'uk',
      content: { kind: 'text', text: 'hello' },
    })
    expect(api.of('sendMessage')[0]?.parameters).toMatchObject({
      chat_id: 7,
      text: 'You wrote hello',
      disable_notification: true,
      link_preview_options: { is_disabled: true },
    })
    expect(api.of('sendChatAction')[0]?.parameters).toMatchObject({ action: 'typing' })
  })

  test('the command menu is set per language', async () => {
    await start(echo)
    await api.until(() => api.of('setMyCommands').length === 2)

    expect(api.of('setMyCommands').map(({ parameters }) => parameters.language_code)).toEqual([
      undefined,
      'uk',
    ])
  })

  test('messages of one chat are answered in their order, even when the first takes longer', async () => {
    await start(async (message) => {
      const slow = message.content.kind === 'text' && message.content.text === 'one'
      await new Promise((resolve) => setTimeout(resolve, slow ? 150 : 0))
      return echo(message)
    })
    api.text('one')
    api.text('two')
    api.text('three')
    await api.until(() => api.of('sendMessage').length === 3)

    expect(api.textsTo(7)).toEqual(['You wrote one', 'You wrote two', 'You wrote three'])
  })

  test('a slow chat does not hold up another', async () => {
    await start(async (message) => {
      await new Promise((resolve) => setTimeout(resolve, message.userId === '1' ? 600 : 0))
      return echo(message)
    })
    api.text('slow', { user: 1 })
    api.text('quick', { user: 2 })
    await api.until(() => api.of('sendMessage').length === 2)

    expect(api.of('sendMessage').map(({ parameters }) => parameters.chat_id)).toEqual([2, 1])
  })

  test('an update that comes twice is handled once', async () => {
    await start(echo)
    const id = api.text('once')
    await api.until(() => api.of('sendMessage').length === 1)
    api.deliver({
      update_id: id,
      message: { message_id: 9, chat: { id: 7, type: 'private' }, from: { id: 7 }, text: 'once' },
    })
    api.text('then')
    await api.until(() => messages.length >= 2)
    await api.until(() => api.of('sendMessage').length >= 2)

    expect(api.textsTo(7)).toEqual(['You wrote once', 'You wrote then'])
  })

  test('a 429 is obeyed: the same message comes after the time that Telegram asked for', async () => {
    await start(echo)
    api.fail('sendMessage', {
      status: 429,
      body: { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 1 } },
    })
    api.text('patience')
    await api.until(() => api.of('sendMessage').length === 2)

    const [first, second] = api.of('sendMessage')
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(950)
    expect(second?.parameters.text).toBe('You wrote patience')
  })

  test.each([
    ['server errors', { status: 500, body: { ok: false, error_code: 500, description: 'Internal' } }, 2],
    [
      'a conflict with another poller',
      {
        status: 409,
        body: { ok: false, error_code: 409, description: 'Conflict', parameters: { retry_after: 0 } },
      },
      1,
    ],
    ['a dropped connection', 'drop', 2],
    ['a page that is not JSON', 'not json', 1],
    ['a black hole', 'hang', 1],
  ] as const)('polling recovers by itself after %s', async (_name, failure, times) => {
    await start(echo)
    await api.until(() => api.of('getUpdates').length >= 1)
    api.fail('getUpdates', failure, times)
    api.text('first')
    await api.until(() => api.textsTo(7).includes('You wrote first'))
    api.text('still there?')
    await api.until(() => api.textsTo(7).includes('You wrote still there?'), 15_000)

    expect(channel.silence()).toBeLessThan(5_000)
  })

  test('the token stands in no log line, whatever goes wrong', async () => {
    await start(echo)
    await api.until(() => api.of('getUpdates').length >= 1)
    api.fail('getUpdates', 'not json', 1)
    api.fail('sendMessage', {
      status: 400,
      body: { ok: false, error_code: 400, description: `bad ${TOKEN}` },
    })
    api.text('secret words')
    await api.until(() => logged.length >= 2)

    expect(logged.join('\n')).not.toContain(TOKEN)
    expect(logged.join('\n')).not.toContain('secret words')
  })

  test('a throwing bot does not end the channel', async () => {
    let first = true
    await start(async (message) => {
      if (first) {
        first = false
        throw new Error('broken')
      }
      return echo(message)
    })
    api.text('one')
    api.text('two')
    await api.until(() => api.textsTo(7).includes('You wrote two'))
  })

  test('a tapped button is confirmed and read as a choice', async () => {
    await start(echo)
    api.tap('cmd:topics')
    await api.until(() => api.of('sendMessage').length === 1)

    expect(messages[0]?.content).toEqual({ kind: 'choice', id: 'cmd:topics' })
    expect(api.of('answerCallbackQuery')).toHaveLength(1)
  })

  test.each([
    ['photo', { photo: [{}] }, 'photo'],
    ['voice message', { voice: {} }, 'voice'],
    ['sticker', { sticker: {} }, 'sticker'],
    ['file', { document: {} }, 'file'],
  ])('a %s is answered, and nothing of it is fetched', async (_name, fields, what) => {
    await start(echo)
    api.other(fields)
    await api.until(() => api.of('sendMessage').length === 1)

    expect(messages[0]?.content).toEqual({ kind: 'unreadable', what })
    expect(api.of('getFile')).toHaveLength(0)
  })

  test.each([
    ['photo', { photo: [{}], caption: 'what is this letter' }],
    ['voice message', { voice: {}, caption: 'what is this letter' }],
    ['file', { document: {}, caption: 'what is this letter' }],
  ])('the words below a %s are its question', async (_name, fields) => {
    await start(echo)
    api.other(fields)
    await api.until(() => api.of('sendMessage').length === 1)

    expect(messages[0]?.content).toEqual({ kind: 'text', text: 'what is this letter' })
    expect(api.of('getFile')).toHaveLength(0)
  })

  test('a blank caption is none', async () => {
    await start(echo)
    api.other({ photo: [{}], caption: '  ' })
    await api.until(() => api.of('sendMessage').length === 1)

    expect(messages[0]?.content).toEqual({ kind: 'unreadable', what: 'photo' })
  })

  test('a tap whose message is gone is confirmed, and nothing else happens', async () => {
    await start(echo)
    api.deliver({ callback_query: { id: '9', from: { id: 7, is_bot: false }, data: 'cmd:topics' } })
    await api.until(() => api.of('answerCallbackQuery').length === 1)

    expect(api.of('answerCallbackQuery')[0]?.parameters).toEqual({ callback_query_id: '9' })
    expect(messages).toHaveLength(0)
  })

  test('in a group the bot says where it talks and leaves', async () => {
    await start(echo)
    api.text('hello all', { user: 5, chat: -50 })
    await api.until(() => api.of('leaveChat').length === 1)

    expect(api.textsTo(-50)).toEqual(['Only private chats.'])
    expect(messages).toHaveLength(0)
  })

  test('/forget deletes the messages of both sides', async () => {
    const forget: Reply = {
      ...emptyReply('command', 'en', 'ltr'),
      paragraphs: ['Forgotten.'],
      effect: 'forget',
    }
    await start(async (message) =>
      message.content.kind === 'text' && message.content.text === '/forget' ? forget : echo(message),
    )
    api.text('something private')
    await api.until(() => api.of('sendMessage').length === 1)
    api.text('/forget')
    await api.until(() => api.textsTo(7).includes('Forgotten.'))

    const deleted = api.of('deleteMessages').flatMap(({ parameters }) => parameters.message_ids)
    expect(deleted).toHaveLength(3)
  })

  test('danger is sent before what waits for the same chat', async () => {
    const crisis: Reply = {
      ...emptyReply('crisis', 'en', 'ltr'),
      numbers: [{ dial: '112', display: '112', via: 'call' }],
      paragraphs: ['Call now.'],
    }
    await start(async (message) =>
      message.content.kind === 'text' && message.content.text === 'help' ? crisis : echo(message),
    )
    api.text('help')
    await api.until(() => api.of('sendMessage').length === 1)

    expect(api.textsTo(7)[0]?.split('\n')[0]).toBe('112')
  })

  describe('by webhook', () => {
    const webhook = { url: 'https://bot.example/telegram', path: '/telegram', secretToken: 'canary-secret' }
    const update = {
      update_id: 1,
      message: { message_id: 1, chat: { id: 7, type: 'private' }, from: { id: 7 }, text: 'by webhook' },
    }

    test.each([
      ['without the secret token', undefined, update, 401],
      ['with a wrong one', 'canary-secreT', update, 401],
      ['with a body of null', 'canary-secret', null, 400],
      ['with a body that is no update', 'canary-secret', { update_id: 'x' }, 400],
    ])('a call %s is refused', async (_name, token, body, status) => {
      await start(echo, { webhook })
      const response = await channel.endpoint?.handle({
        headers: { 'x-telegram-bot-api-secret-token': token },
        body,
      })

      expect(response?.status).toBe(status)
      expect(messages).toHaveLength(0)
    })

    test('a call with the secret token is answered through the Bot API', async () => {
      await start(echo, { webhook })
      const headers = { 'x-telegram-bot-api-secret-token': 'canary-secret' }
      const response = await channel.endpoint?.handle({ headers, body: update })
      await api.until(() => api.of('sendMessage').length === 1)

      expect(response?.status).toBe(200)
      expect(api.of('setWebhook')[0]?.parameters).toMatchObject({
        url: webhook.url,
        secret_token: 'canary-secret',
      })
      expect(api.of('getUpdates')).toHaveLength(0)
    })
  })
})
