import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ResourceResponse,
  type TurnContext,
} from 'botbuilder'
import type { Answer } from '../../conversation/message.ts'
import type { Channel, Endpoint, EndpointRequest, EndpointResponse, FirstTime } from '../channel.ts'
import { isPlausibleToken, isServiceOfAzure, isServiceOfThisMachine, readBody } from './activity.ts'
import { createBot } from './bot.ts'

/** The channel's name for metrics and sessions. */
export const AZURE = 'azure'
/** Milliseconds: the platform waits 10 to 15 s for its HTTP response and then shows an error. */
const ANSWER_WITHIN = 4500
/** Tries of one outgoing activity, and the longest wait between two, in milliseconds. */
const TRIES = 4
const LONGEST_WAIT = 20_000
/** One outgoing activity may take so long. */
const SEND_WITHIN = 10_000

/** Credentials of the bot resource in Azure. */
export interface Credentials {
  readonly type: 'SingleTenant' | 'UserAssignedMSI'
  readonly appId: string
  readonly password?: string
  readonly tenantId: string
}

interface Options {
  readonly answer: Answer
  /** Without credentials the route serves tools on this machine only; never build it so on a public address. */
  readonly credentials?: Credentials
  readonly firstTime: FirstTime
  /** Told of a failed turn, or of a sender that could not be checked. */
  readonly onError: (error: unknown) => void
  /** How requests are authenticated; by default against Azure's public metadata. */
  readonly authentication?: ConfigurationBotFrameworkAuthentication
  /** Where answers may be sent; by default Azure's services, or this machine where there are no credentials. */
  readonly isTrusted?: (serviceUrl: string) => boolean
  /** The request is acknowledged by then, done or not. Milliseconds; default 4,500, below the platform's limit. */
  readonly answerWithin?: number
  /** Waits; a test need not. Milliseconds. */
  readonly wait?: (ms: number) => Promise<void>
}

/** The part of the SDK's client that its types leave out. */
interface Connector {
  readonly client?: { readonly pipeline?: { removePolicy?(which: { phase: 'Retry' }): void } }
}

/** The sender could not be believed. */
class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: 401 | 503

  constructor(status: 401 | 503, cause: unknown) {
    super('The sender could not be believed.', { cause })
    this.status = status
  }
}

/** CloudAdapter without its own HTTP handling, which prints what it refuses and answers 500 to a bad signature. */
class AzureAdapter extends CloudAdapter {
  readonly #wait: (ms: number) => Promise<void>

  constructor(authentication: ConfigurationBotFrameworkAuthentication, wait: (ms: number) => Promise<void>) {
    super(authentication)
    this.#wait = wait
  }

  /** @throws RefusedError where the request is not Azure's. */
  async receive(authorization: string, activity: Activity, logic: (context: TurnContext) => Promise<void>) {
    const sender = await this.botFrameworkAuthentication
      .authenticateRequest(activity, authorization)
      .catch((cause) => {
        // Only a failed look at the keys is our side's trouble; whatever else goes wrong, the token was wrong.
        throw new RefusedError(isNetworkTrouble(cause) ? 503 : 401, cause)
      })
    return this.processActivity(sender, activity, logic)
  }

  /**
   * Sends one after the other, and waits as long as the platform asks, but not for ever.
   *
   * The SDK's own waiting is taken out: it gives up at a 429 that names no time, and waits for hours at one
   * that names them.
   */
  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const connector: Connector | undefined = context.turnState.get(this.ConnectorClientKey)
    connector?.client?.pipeline?.removePolicy?.({ phase: 'Retry' })
    const sent: ResourceResponse[] = []
    for (const activity of activities) sent.push(...(await this.#sendOne(context, activity)))
    return sent
  }

  async #sendOne(context: TurnContext, activity: Partial<Activity>): Promise<ResourceResponse[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await within(SEND_WITHIN, super.sendActivities(context, [{ ...activity }]))
      } catch (error) {
        const pause = attempt < TRIES ? retryAfter(error, attempt) : undefined
        if (pause === undefined) throw error
        await this.#wait(pause)
      }
    }
  }
}

/** `POST /api/messages`: Teams, Web Chat and whatever else Azure Bot Service connects. */
export function createAzureChannel(options: Options): Channel & Endpoint {
  const { answer, credentials, firstTime, onError, answerWithin = ANSWER_WITHIN } = options
  const isTrusted = options.isTrusted ?? (credentials ? isServiceOfAzure : isServiceOfThisMachine)
  const adapter = new AzureAdapter(
    options.authentication ?? new ConfigurationBotFrameworkAuthentication(sdkSettings(credentials)),
    options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
  )
  const bot = createBot({ name: AZURE, answer, firstTime, userIdOf: (channelId, id) => `${channelId}:${id}` })

  /** The last turn of each conversation that is running; a person's messages are taken in order. */
  const turns = new Map<string, Promise<void>>()

  function inOrder(conversation: string, turn: () => Promise<void>): Promise<void> {
    const last = turns.get(conversation) ?? Promise.resolve()
    const next = last.then(turn, turn)
    const settled = next.catch(() => {})
    turns.set(conversation, settled)
    settled.then(() => {
      if (turns.get(conversation) === settled) turns.delete(conversation)
    })
    return next
  }

  async function handle({ headers, body }: EndpointRequest): Promise<EndpointResponse> {
    const authorization = headers.authorization ?? ''
    const [, token] = /^Bearer (\S{1,16000})$/.exec(authorization) ?? []
    if (credentials && !(token && isPlausibleToken(token, Date.now() / 1000))) return refusal(401)
    const activity = readBody(body)
    if (!activity) return refusal(400)
    if (!isTrusted(activity.serviceUrl)) return refusal(403)

    const { channelId, conversation, id } = activity
    let begun = false
    const turn = adapter.receive(authorization, activity, async (context) => {
      begun = true
      // A token serves for an hour, and the platform delivers twice: each activity is taken once.
      if (id && !(await firstTime(AZURE, `${channelId} ${conversation.id} ${id}`))) return
      await inOrder(`${channelId} ${conversation.id}`, () => bot.run(context))
    })
    const outcome = turn.then(
      (response): EndpointResponse => ({ status: response?.status ?? 200, body: response?.body }),
      (error: unknown): EndpointResponse => {
        if (error instanceof RefusedError && error.status === 401) return refusal(401)
        onError(error)
        return refusal(error instanceof RefusedError ? error.status : 500)
      },
    )
    // A turn that takes longer goes on, and its reply is sent all the same.
    return Promise.race([outcome, later(answerWithin).then(() => (begun ? { status: 200 } : refusal(503)))])
  }

  return {
    name: AZURE,
    path: '/api/messages',
    handle,
    async start() {},
    async stop() {
      await Promise.all(turns.values())
    },
  }
}

function sdkSettings(credentials: Credentials | undefined): Record<string, string> {
  if (!credentials) return {}
  return {
    MicrosoftAppType: credentials.type,
    MicrosoftAppId: credentials.appId,
    MicrosoftAppTenantId: credentials.tenantId,
    ...(credentials.password ? { MicrosoftAppPassword: credentials.password } : {}),
  }
}

const REFUSALS = {
  400: 'This is not an activity.',
  401: 'The sender could not be believed.',
  403: 'Answers are not sent to this serviceUrl.',
  500: 'Something failed here.',
  503: 'The sender could not be checked just now.',
} as const

function refusal(status: keyof typeof REFUSALS): EndpointResponse {
  return { status, body: { error: { code: `Refused${status}`, message: REFUSALS[status] } } }
}

/** Milliseconds to wait before the next try; undefined where another try is of no use. */
function retryAfter(error: unknown, attempt: number): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined
  if (![429, 502, 503, 504].includes(Number(error.statusCode))) return undefined
  const { response } = error as { response?: { headers?: { get?(name: string): string | undefined } } }
  const asked = Number(response?.headers?.get?.('retry-after') ?? Number.NaN)
  return Math.min(Number.isNaN(asked) ? 1000 * 2 ** (attempt - 1) : asked * 1000, LONGEST_WAIT)
}

/** Errors of sockets, of the SDK's fetch, and its “Failed to load keys”. */
function isNetworkTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, code, statusCode } = error as Error & { code?: unknown; statusCode?: unknown }
  return (
    name === 'FetchError' ||
    statusCode === 500 ||
    ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT'].includes(String(code))
  )
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The platform did not take the answer in time.')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
