import { timingSafeEqual } from 'node:crypto'
import { Telegraf, TelegramError } from 'telegraf'
import type { Answer, CommandName } from '../../conversation/message.ts'
import type { Reply } from '../../conversation/reply.ts'
import type { Channel, Endpoint, FirstTime } from '../channel.ts'
import { createOutbox } from './outbox.ts'
import { ALLOWED_UPDATES, type Polling, startPolling } from './polling.ts'
import { type Reading, readUpdate, type TelegramUpdate } from './read.ts'
import { renderTelegram, type Sending } from './render.ts'

/** A send that has not come back by then is tried again. */
const SEND_DEADLINE_MS = 10_000
/** How long Telegram lets a bot delete messages. */
const DELETABLE_MS = 48 * 60 * 60 * 1_000
/** Message ids remembered per chat for /forget; older ones are beyond a long conversation. */
const REMEMBERED = 400

export interface TelegramOptions {
  readonly token: string
  /** Address of the Bot API; default Telegram's own. */
  readonly apiRoot?: string
  /** Set: Telegram calls us; not set: we poll. */
  readonly webhook?: { readonly url: string; readonly path: string; readonly secretToken: string }
  readonly answer: Answer
  readonly firstTime: FirstTime
  /** Command menu per language tag; `''` is the default one. */
  readonly commands: ReadonlyMap<string, readonly { command: CommandName; description: string }[]>
  /** Said in groups before the bot leaves them. */
  readonly groupHint: (languageHint: string | undefined) => string
  readonly log: {
    info(fields: object, sentence: string): void
    warn(fields: object, sentence: string): void
  }
  readonly holdSeconds?: number
  readonly deadlineMs?: number
  readonly chatGapMs?: number
}

export interface TelegramChannel extends Channel {
  /** Present in webhook mode: the server hands Telegram's calls over here. */
  readonly endpoint?: Endpoint
  /** Milliseconds since the last good poll, for /readyz; undefined with a webhook or before the first. */
  silence(): number | undefined
}

/** Telegram by telegraf: long polling or webhook, private chats only. */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, apiRoot, webhook, answer, firstTime, log } = options
  const bot = new Telegraf(token, {
    telegram: { webhookReply: false, ...(apiRoot ? { apiRoot } : {}) },
    handlerTimeout: 60_000,
  })
  const outbox = createOutbox({
    failureOf,
    onGiveUp: (error) => log.warn({ err: error, channel: 'telegram' }, 'A message could not be sent.'),
    ...(options.chatGapMs === undefined ? {} : { chatGapMs: options.chatGapMs }),
  })
  const turns = new Map<number, Promise<void>>()
  const sentIds = new Map<number, { id: number; at: number }[]>()
  let polling: Polling | undefined
  let stopped = false

  bot.use(async (context) => {
    await handle(context.update as unknown as TelegramUpdate)
  })
  // Without this one throwing handler would end everything and print the whole update.
  bot.catch((error) => log.warn({ err: error, channel: 'telegram' }, 'An update could not be handled.'))

  /** Puts an update behind the earlier ones of its chat; updates of other chats run beside it. */
  function enqueue(update: TelegramUpdate): Promise<void> {
    const reading = readUpdate(update)
    const chat = reading.kind === 'nothing' ? 0 : reading.chat
    const turn = (turns.get(chat) ?? Promise.resolve()).then(() =>
      bot.handleUpdate(update as never).catch((error: unknown) => {
        log.warn({ err: error, channel: 'telegram' }, 'An update could not be handled.')
      }),
    )
    turns.set(chat, turn)
    return turn.finally(() => {
      if (turns.get(chat) === turn) turns.delete(chat)
    })
  }

  async function handle(update: TelegramUpdate): Promise<void> {
    const reading = readUpdate(update)
    if (reading.kind === 'nothing') return confirmTap(reading.callbackId)
    if (!(await firstTime('telegram', String(update.update_id)))) return
    if (reading.kind === 'group') return leave(reading)
    if (reading.messageId !== undefined) keepId(reading.chat, reading.messageId)
    confirmTap(reading.callbackId)
    // The sign is a courtesy: it neither waits nor counts.
    void call('sendChatAction', { chat_id: reading.chat, action: 'typing' }).catch(() => undefined)
    const reply = await answer({
      channel: 'telegram',
      userId: reading.user,
      content: reading.content,
      ...(reading.languageHint ? { languageHint: reading.languageHint } : {}),
    })
    await deliver(reading.chat, reply)
  }

  /** Stops the clock on a tapped button. Neither waited for nor tried again: after seconds it is worth nothing. */
  function confirmTap(id: string | undefined): void {
    if (id !== undefined) void call('answerCallbackQuery', { callback_query_id: id }).catch(() => undefined)
  }

  async function deliver(chat: number, reply: Reply): Promise<void> {
    if (reply.effect === 'forget') await erase(chat)
    const urgent = reply.numbers.length > 0
    for (const sending of renderTelegram(reply))
      await outbox.push(chat, urgent, async () => {
        const message = await send(chat, sending)
        if (reply.effect !== 'forget') keepId(chat, message.message_id)
      })
  }

  function send(chat: number, sending: Sending): Promise<{ message_id: number }> {
    const quiet = { chat_id: chat, disable_notification: true }
    if (sending.method === 'sendVenue') {
      const { latitude, longitude, title, address } = sending
      return call('sendVenue', { ...quiet, latitude, longitude, title, address })
    }
    const { text, entities, buttons } = sending
    return call('sendMessage', {
      ...quiet,
      text,
      entities: entities ?? [],
      link_preview_options: { is_disabled: true },
      ...(buttons.length > 0 ? { reply_markup: { inline_keyboard: buttons } } : {}),
    })
  }

  function keepId(chat: number, id: number) {
    const ids = sentIds.get(chat) ?? []
    ids.push({ id, at: Date.now() })
    sentIds.set(chat, ids.slice(-REMEMBERED))
    for (const [other, list] of sentIds)
      if ((list.at(-1)?.at ?? 0) < Date.now() - DELETABLE_MS) sentIds.delete(other)
  }

  /** Deletes what Telegram lets a bot delete: both sides of the last 48 hours, a hundred at a time. */
  async function erase(chat: number): Promise<void> {
    const ids = (sentIds.get(chat) ?? [])
      .filter(({ at }) => at > Date.now() - DELETABLE_MS)
      .map(({ id }) => id)
    sentIds.delete(chat)
    for (let from = 0; from < ids.length; from += 100) {
      const message_ids = ids.slice(from, from + 100)
      await outbox.push(chat, true, () => call('deleteMessages', { chat_id: chat, message_ids }))
    }
  }

  async function leave({ chat, languageHint }: Extract<Reading, { kind: 'group' }>): Promise<void> {
    await outbox.push(chat, false, () =>
      call('sendMessage', {
        chat_id: chat,
        text: options.groupHint(languageHint),
        disable_notification: true,
      }),
    )
    await outbox.push(chat, false, () => call('leaveChat', { chat_id: chat }))
  }

  /** One call of the Bot API, given up after ten seconds. */
  function call<T = { message_id: number }>(
    method: string,
    parameters: object,
    signal?: AbortSignal,
  ): Promise<T> {
    const until = signal ?? AbortSignal.timeout(SEND_DEADLINE_MS)
    return bot.telegram.callApi(
      method as never,
      parameters as never,
      { signal: until } as never,
    ) as Promise<T>
  }

  async function setCommands(): Promise<void> {
    for (const [language, commands] of options.commands)
      await outbox.push(0, false, () =>
        call('setMyCommands', { commands, ...(language ? { language_code: language } : {}) }),
      )
  }

  async function startReceiving(): Promise<void> {
    if (webhook) {
      const { url, secretToken } = webhook
      await call('setWebhook', {
        url,
        secret_token: secretToken,
        allowed_updates: ALLOWED_UPDATES,
        max_connections: 20,
      })
      return
    }
    await call('deleteWebhook', {})
    polling = startPolling<TelegramUpdate>({
      fetch: (parameters, signal) => call('getUpdates', parameters, signal),
      take: (update) => void enqueue(update),
      failureOf,
      onFailure: (error, ms) =>
        log.warn({ err: error, channel: 'telegram', ms }, 'Telegram does not answer; trying again.'),
      ...(options.holdSeconds === undefined ? {} : { holdSeconds: options.holdSeconds }),
      ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    })
  }

  return {
    name: 'telegram',
    silence: () => polling?.silence(),
    async start() {
      // telegraf asks who it is at the first update otherwise, in the middle of a turn.
      const me = await untilAnswered(
        () => call<never>('getMe', {}),
        () => stopped,
        (error, ms) =>
          log.warn({ err: error, channel: 'telegram', ms }, 'Telegram does not answer; trying again.'),
      )
      if (me) bot.botInfo = me
      await startReceiving()
      void setCommands()
    },
    async stop() {
      stopped = true
      await polling?.stop()
      await Promise.all(turns.values())
      await outbox.idle()
    },
    ...(webhook ? { endpoint: webhookEndpoint(webhook.path, webhook.secretToken, enqueue) } : {}),
  }
}

/** Telegram's calls are believed only with the secret token that was set together with the webhook. */
function webhookEndpoint(
  path: string,
  secretToken: string,
  take: (update: TelegramUpdate) => Promise<void>,
): Endpoint {
  const secret = Buffer.from(secretToken)
  return {
    path,
    async handle({ headers, body }) {
      const given = Buffer.from(headers['x-telegram-bot-api-secret-token'] ?? '')
      if (given.length !== secret.length || !timingSafeEqual(given, secret)) return { status: 401 }
      if (!isUpdate(body)) return { status: 400 }
      // Confirmed at once: a slow turn would make Telegram send the update again.
      void take(body)
      return { status: 200 }
    },
  }
}

function isUpdate(body: unknown): body is TelegramUpdate {
  return (
    typeof body === 'object' && body !== null && Number.isInteger((body as { update_id?: unknown }).update_id)
  )
}

function failureOf(error: unknown): { code?: number; retryAfter?: number } {
  if (!(error instanceof TelegramError)) return {}
  const retryAfter = error.parameters?.retry_after
  return { code: error.code, ...(retryAfter === undefined ? {} : { retryAfter }) }
}

/** Repeats a call that may fail for a while, such as the first one after the machine has started. */
async function untilAnswered<T>(
  work: () => Promise<T>,
  given: () => boolean,
  onFailure: (error: unknown, ms: number) => void,
): Promise<T | undefined> {
  for (let tries = 1; !given(); tries++) {
    try {
      return await work()
    } catch (error) {
      if (error instanceof TelegramError && (error.code === 401 || error.code === 404))
        throw new Error(
          'Telegram does not know this bot token. Set TELEGRAM_BOT_TOKEN to the one that @BotFather gave.',
        )
      const ms = Math.min(30_000, 500 * 2 ** Math.min(tries, 6))
      onFailure(error, ms)
      await new Promise((resolve) => setTimeout(resolve, ms).unref())
    }
  }
  return undefined
}
