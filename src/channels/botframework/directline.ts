import { type Activity, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder'
import type { Answer } from '../../conversation/message.ts'
import type { Channel } from '../channel.ts'
import { createBot } from './bot.ts'
import { type Batch, type Conversation, type Conversations, createConversations } from './conversations.ts'
import { readLanguageHint, readShared } from './read.ts'
import { createTokens, type Grant, TOKEN_LIFETIME, unguessable } from './token.ts'

/** The channel's name for metrics, sessions and `channelId`. */
export const WEBSITE = 'website'
const BOT = { id: 'iom-romania', name: 'IOM Romania', role: 'bot' } as const
/** Messages of one conversation that may wait for their turn. A person never gets there. */
const MOST_WAITING = 20
/** Streams of one conversation: the same page in a few tabs. Beyond it the oldest ends. */
const MOST_STREAMS = 4
/** A turn that is not done by then shows that somebody is at work. */
const TYPING_AFTER = 400

/** A refusal in Direct Line's form. */
export class DirectLineError extends Error {
  override readonly name = 'DirectLineError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Who calls: the bearer token, and the website that the browser names (empty where it names none). */
export interface Caller {
  readonly token: string | undefined
  readonly origin: string
}

export interface Issued {
  readonly conversationId: string
  readonly token: string
  /** Seconds. */
  readonly expires_in: number
}

/**
 * Direct Line 3.0 without HTTP: the server maps each route to one of these. All of them throw DirectLineError.
 */
export interface DirectLine extends Channel {
  /** A token for a conversation and a person that did not exist before. */
  generate(origin: string): Issued
  refresh(caller: Caller): Issued
  /** Begins the token's conversation, or finds it. */
  begin(caller: Caller, body: unknown): Issued & { readonly isNew: boolean }
  /** A new token for a running conversation, for a page that was loaded again. */
  resume(caller: Caller, conversationId: string): Issued
  poll(caller: Caller, conversationId: string, watermark: string | undefined): Batch
  /** Takes what the person sent; the reply comes by poll or stream. */
  post(caller: Caller, conversationId: string, body: unknown): { readonly id: string }
  /** Everything after the watermark, then whatever comes. `end` is called once nothing more will come. */
  listen(caller: Caller, conversationId: string, watermark: string | undefined, sink: Sink): Listening
  /** Conversations held now. */
  size(): number
}

export interface Sink {
  readonly send: (batch: Batch) => void
  readonly end: () => void
}

export interface Listening {
  /** Tells that the browser has everything up to this watermark. */
  acknowledge(watermark: string): void
  stop(): void
}

interface Options {
  readonly answer: Answer
  /** Keys that sign tokens, newest first; replicas share them. Empty: tokens die with the process. */
  readonly keys: readonly Buffer[]
  /** Told of a failed turn. */
  readonly onError: (error: unknown) => void
  readonly now?: () => number
}

/** Gives what the bot sends back to the conversation, without HTTP in between. */
class DirectLineAdapter extends BotAdapter {
  readonly #deliver: (activity: Partial<Activity>) => string

  constructor(deliver: (activity: Partial<Activity>) => string) {
    super()
    this.#deliver = deliver
  }

  override async sendActivities(
    _: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    return activities.map((activity) => ({ id: this.#deliver(activity) }))
  }

  override async updateActivity(): Promise<void> {
    throw new Error('Direct Line cannot change what was sent.')
  }

  override async deleteActivity(): Promise<void> {
    throw new Error('Direct Line cannot take back what was sent.')
  }

  override async continueConversation(): Promise<void> {
    throw new Error('The bot never writes first.')
  }
}

/** Our own Direct Line, in the process of the bot: what the website's widget talks to. */
export function createDirectLine({ answer, keys, onError, now = Date.now }: Options): DirectLine {
  const tokens = createTokens(keys)
  const sinks = new Map<Conversation, Set<Sink>>()
  const conversations: Conversations = createConversations({ now, onEnd: hangUp })
  const greeted = new WeakSet<Conversation>()
  let stopped = false

  const bot = createBot({
    name: WEBSITE,
    answer,
    userIdOf: (_, id) => id,
    // A conversation lives in this process, and so does the memory that it was greeted.
    firstTime: async (_, key) => {
      const conversation = conversations.find(key.slice(WEBSITE.length + 1))
      if (!conversation || greeted.has(conversation)) return false
      greeted.add(conversation)
      return true
    },
  })

  const issue = ({ conversationId, userId, origin }: Omit<Grant, 'expiresAt'>): Issued => ({
    conversationId,
    token: tokens.sign({ conversationId, userId, origin, expiresAt: now() + TOKEN_LIFETIME * 1000 }),
    expires_in: TOKEN_LIFETIME,
  })

  function authorise({ token, origin }: Caller, conversationId?: string): Grant {
    if (!token)
      throw new DirectLineError(
        401,
        'TokenMissing',
        'Ask for a token first: POST /v3/directline/tokens/generate.',
      )
    const grant = tokens.read(token)
    if (!grant) throw new DirectLineError(403, 'BadToken', 'This token is not ours.')
    if (grant.expiresAt <= now()) throw new DirectLineError(403, 'TokenExpired', 'This token has expired.')
    // Browsers name no website on some of a page's own requests; a named one must be the token's.
    if (origin && grant.origin && origin !== grant.origin) {
      throw new DirectLineError(403, 'BadOrigin', 'This token belongs to another website.')
    }
    if (conversationId !== undefined && conversationId !== grant.conversationId) {
      throw new DirectLineError(403, 'BadConversation', 'This token belongs to another conversation.')
    }
    if (conversations.hasEnded(grant.conversationId)) throw over()
    return grant
  }

  function running(caller: Caller, conversationId: string): Conversation {
    authorise(caller, conversationId)
    const conversation = conversations.find(conversationId)
    if (!conversation) throw over()
    return conversation
  }

  function hangUp(conversation: Conversation) {
    for (const sink of sinks.get(conversation) ?? []) sink.end()
    sinks.delete(conversation)
  }

  /** Runs one turn after those before it. `first` is the number of the person's own activity in it. */
  function takeTurn(conversation: Conversation, activity: Partial<Activity>, first: number) {
    conversation.waiting += 1
    conversation.turns = conversation.turns.then(async () => {
      const typing = setTimeout(
        () => conversations.whisper(conversation, { type: 'typing', from: BOT }),
        TYPING_AFTER,
      )
      try {
        const adapter = new DirectLineAdapter((outgoing) => deliver(conversation, outgoing, first))
        const context = new TurnContext(adapter, activity)
        await bot.run(context)
      } catch (error) {
        onError(error)
      } finally {
        clearTimeout(typing)
        conversation.waiting -= 1
      }
    })
  }

  function deliver(conversation: Conversation, outgoing: Partial<Activity>, first: number): string {
    const { seq, activity } = conversations.add(conversation, {
      ...outgoing,
      channelId: WEBSITE,
      from: BOT,
      conversation: { id: conversation.id } as Activity['conversation'],
    })
    const reply = outgoing.channelData?.reply
    if (reply?.effect === 'forget') conversations.drop(conversation, seq - 1)
    if (reply?.kind === 'crisis' || (reply?.kind === 'command' && reply.numbers.length > 0)) {
      conversations.markFleeting(conversation, first, seq)
    }
    return activity.id ?? ''
  }

  function incoming(conversation: Conversation, type: string): Partial<Activity> {
    return {
      type,
      channelId: WEBSITE,
      from: { id: conversation.userId, name: '', role: 'user' },
      recipient: BOT,
      conversation: { id: conversation.id } as Activity['conversation'],
      ...(conversation.locale ? { locale: conversation.locale } : {}),
    }
  }

  return {
    name: WEBSITE,
    async start() {},

    generate(origin) {
      return issue({ conversationId: unguessable(), userId: `dl_${unguessable()}`, origin })
    },

    refresh(caller) {
      return issue(authorise(caller))
    },

    begin(caller, body) {
      refuseNew()
      const grant = authorise(caller)
      if (conversations.find(grant.conversationId)) return { ...issue(grant), isNew: false }
      const locale = isRecord(body) ? readLanguageHint(body) : undefined
      const conversation = conversations.open(grant.conversationId, grant.userId, locale)
      const update = {
        ...incoming(conversation, 'conversationUpdate'),
        membersAdded: [{ id: grant.userId, name: '' }],
      }
      takeTurn(conversation, update, 0)
      return { ...issue(grant), isNew: true }
    },

    resume(caller, conversationId) {
      running(caller, conversationId)
      return issue(authorise(caller))
    },

    poll(caller, conversationId, watermark) {
      const conversation = running(caller, conversationId)
      const after = readWatermark(watermark)
      conversations.acknowledge(conversation, after)
      return conversations.poll(conversation, after)
    },

    post(caller, conversationId, body) {
      refuseNew()
      const conversation = running(caller, conversationId)
      const { type, text, value, locale, channelData, shared } = readPosted(body)
      const sent = {
        ...incoming(conversation, type),
        ...(text === undefined ? {} : { text }),
        ...(value === undefined ? {} : { value }),
        ...(locale === undefined ? {} : { locale }),
        ...(channelData === undefined ? {} : { channelData }),
      }
      switch (type) {
        case 'endOfConversation':
          conversations.end(conversation)
          return { id: `${conversation.id}|end` }
        case 'conversationUpdate':
          takeTurn(conversation, { ...sent, membersAdded: [{ id: conversation.userId, name: '' }] }, 0)
          return { id: `${conversation.id}|update` }
        case 'message': {
          if (conversation.waiting >= MOST_WAITING) {
            // Not a 4xx: the usual client would drop the message for good, and this one may be sent again.
            throw new DirectLineError(503, 'Busy', 'Too many messages at once. Send it again in a moment.')
          }
          const { seq, activity } = conversations.add(conversation, sent)
          // For this turn alone: where somebody is must not lie in what a reload can read.
          takeTurn(conversation, { ...activity, ...shared }, seq)
          return { id: activity.id ?? '' }
        }
        default:
          // Typing signs and events of other clients ask nothing of us.
          return { id: `${conversation.id}|${type}` }
      }
    },

    listen(caller, conversationId, watermark, sink) {
      refuseNew()
      const conversation = running(caller, conversationId)
      const after = readWatermark(watermark)
      conversations.acknowledge(conversation, after)
      const all = sinks.get(conversation) ?? new Set()
      sinks.set(conversation, all.add(sink))
      const [oldest] = all
      if (all.size > MOST_STREAMS) oldest?.end()
      const stop = conversations.listen(conversation, after, sink.send)
      return {
        acknowledge: (latest) => conversations.acknowledge(conversation, readWatermark(latest)),
        stop() {
          stop()
          all.delete(sink)
          if (all.size === 0) sinks.delete(conversation)
        },
      }
    },

    size: conversations.size,

    async stop() {
      stopped = true
      await Promise.all(conversations.running())
      for (const all of sinks.values()) for (const sink of all) sink.end()
      sinks.clear()
      conversations.stop()
    },
  }

  function refuseNew() {
    if (stopped)
      throw new DirectLineError(503, 'Stopping', 'This server is being restarted. Try again in a moment.')
  }
}

function over() {
  return new DirectLineError(404, 'ConversationEnded', 'This conversation is over. Start another one.')
}

function readWatermark(watermark: string | undefined): number {
  return watermark !== undefined && /^\d{1,12}$/.test(watermark) ? Number(watermark) : 0
}

const TYPES = ['message', 'typing', 'event', 'conversationUpdate', 'endOfConversation', 'messageReaction']

/** The fields of a posted activity that we take; everything else, `from` above all, is ours to say. */
function readPosted(body: unknown): {
  type: string
  text?: string
  value?: unknown
  locale?: string
  channelData?: { clientActivityID: string }
  shared: ReturnType<typeof readShared>
} {
  if (!isRecord(body)) throw new DirectLineError(400, 'BadActivity', 'Send an activity as a JSON object.')
  const { type, text, value, channelData } = body
  if (typeof type !== 'string' || !TYPES.includes(type)) {
    throw new DirectLineError(400, 'BadActivity', `An activity needs a type: one of ${TYPES.join(', ')}.`)
  }
  const locale = readLanguageHint(body)
  // Clients find their own message in the echo by this.
  const clientActivityID = isRecord(channelData) ? channelData.clientActivityID : undefined
  return {
    type,
    ...(typeof text === 'string' ? { text } : {}),
    ...(isRecord(value) ? { value } : {}),
    ...(locale ? { locale } : {}),
    ...(typeof clientActivityID === 'string'
      ? { channelData: { clientActivityID: clientActivityID.slice(0, 100) } }
      : {}),
    shared: readShared(body),
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
