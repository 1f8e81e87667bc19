import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Bot } from '../src/bot.ts'
import { createDirectLine } from '../src/channels/botframework/directline.ts'
import { createConsoleChannel } from '../src/channels/console/channel.ts'
import { createTelegramChannel } from '../src/channels/telegram/channel.ts'
import type { Reply } from '../src/conversation/reply.ts'
import { createLog } from '../src/log.ts'
import { FakeBotApi } from './channels/telegram/fake-bot-api.ts'
import { fixtureBot } from './fixtures/bot.ts'

const FOLDER = join(import.meta.dirname, 'transcripts')

/** One person on one channel: sends, and sees what the channel shows. */
interface Player {
  /** The text that came back. */
  write(text: string): Promise<string>
  /** Presses the button with this label in the last reply. */
  tap(label: string): Promise<string>
  stop(): Promise<void>
}

/** `>` the person writes, `tap` presses a button, `<` the reply holds, `first` its first line begins with. */
interface Step {
  readonly does: '>' | '<' | 'tap' | 'first'
  readonly words: string
}

function readTranscript(file: string): Step[] {
  return readFileSync(join(FOLDER, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, does, words] = /^(>|<|tap|first) (.+)$/.exec(line) ?? []
      if (!does || !words) throw new Error(`${file}: “${line}” is no step.`)
      return { does: does as Step['does'], words }
    })
}

async function playOnConsole(bot: Bot): Promise<Player> {
  const input = new PassThrough()
  const output = new PassThrough()
  let shown = ''
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
  })
  const channel = createConsoleChannel({ answer: bot.answer, input, output, onEnd: () => {} })
  await channel.start()
  const send = async (line: string) => {
    shown = ''
    input.write(`${line}\n`)
    await until(() => shown.endsWith('\n> '))
    return shown.trim()
  }
  return {
    write: send,
    tap(label) {
      const [, number] = new RegExp(`^ +(\\d+) +${literally(label)}$`, 'm').exec(shown) ?? []
      if (!number) throw new Error(`No choice “${label}” in ${shown}`)
      return send(number)
    },
    async stop() {
      input.end()
      await channel.stop()
    },
  }
}

async function playOnTelegram(bot: Bot): Promise<Player> {
  const api = new FakeBotApi()
  const apiRoot = await api.start()
  const channel = createTelegramChannel({
    token: '1:test',
    apiRoot,
    answer: bot.answer,
    firstTime: async () => true,
    commands: new Map(),
    groupHint: () => '',
    log: createLog({ level: 'silent' }),
    holdSeconds: 1,
    chatGapMs: 1,
  })
  await channel.start()
  const user = Math.floor(Math.random() * 1e9)
  let buttons: { text: string; callback_data: string }[] = []
  const reply = async (send: () => void) => {
    const before = api.of('sendMessage').length
    send()
    await until(() => api.of('sendMessage').length > before)
    await new Promise((resolve) => setTimeout(resolve, 60))
    const sent = api.of('sendMessage').slice(before)
    const markup = sent.at(-1)?.parameters.reply_markup as
      | { inline_keyboard?: (typeof buttons)[] }
      | undefined
    buttons = (markup?.inline_keyboard ?? []).flat()
    return sent.map(({ parameters }) => parameters.text).join('\n\n')
  }
  return {
    write: (text) => reply(() => api.text(text, { user })),
    tap(label) {
      const button = buttons.find(({ text }) => text === label)
      if (!button) throw new Error(`No button “${label}” among ${buttons.map(({ text }) => text).join(', ')}`)
      return reply(() => api.tap(button.callback_data, { user }))
    },
    async stop() {
      await channel.stop()
      await api.stop()
    },
  }
}

async function playOnDirectLine(bot: Bot): Promise<Player> {
  const line = createDirectLine({ answer: bot.answer, keys: [], onError: () => {} })
  const { token, conversationId } = line.generate('')
  const caller = { token, origin: '' }
  line.begin(caller, {})
  let watermark: string | undefined
  let last: Reply | undefined
  const collect = async () => {
    const texts: string[] = []
    await until(() => {
      const batch = line.poll(caller, conversationId, watermark)
      watermark = batch.watermark
      for (const activity of batch.activities) {
        const { reply } = (activity.channelData ?? {}) as { reply?: Reply }
        if (activity.type !== 'message' || !reply) continue
        last = reply
        texts.push(String(activity.text))
      }
      return texts.length > 0
    })
    return texts.join('\n\n')
  }
  await collect()
  const send = (body: object) => {
    line.post(caller, conversationId, { type: 'message', from: { id: 'x' }, ...body })
    return collect()
  }
  return {
    write: (text) => send({ text }),
    tap(label) {
      const choice = last?.choices.find((offered) => offered.label === label)
      if (!choice)
        throw new Error(
          `No choice “${label}” among ${last?.choices.map((offered) => offered.label).join(', ')}`,
        )
      return send({ text: label, value: { choice: choice.id } })
    },
    stop: () => line.stop(),
  }
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 8_000
  while (!condition()) {
    if (Date.now() > end) throw new Error('No reply came.')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

describe.each([
  ['the console', playOnConsole],
  ['Telegram', playOnTelegram],
  ['Direct Line', playOnDirectLine],
])('conversations on %s', (_channel, begin) => {
  let bot: Bot
  beforeAll(async () => {
    bot = await fixtureBot()
  }, 60_000)
  afterAll(() => bot.stop())

  test.each(readdirSync(FOLDER))('%s', async (file) => {
    const player = await begin(bot)
    let shown = ''
    for (const { does, words } of readTranscript(file)) {
      if (does === '>') shown = await player.write(words)
      else if (does === 'tap') shown = await player.tap(words)
      else if (does === '<') expect(shown).toContain(words)
      else expect(shown.split('\n')[0]?.startsWith(words)).toBe(true)
    }
    await player.stop()
  })
})
