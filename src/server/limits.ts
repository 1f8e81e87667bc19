import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Next, Request, RequestHandler, Response } from 'restify'
import { refuse } from './respond.ts'

/**
 * Requests of one address in a minute. A shelter of a hundred people behind one address, each polling once a
 * second, stays below: a stock client that is refused once drops the message for good.
 */
const ALL_PER_MINUTE = 12_000
/** New conversations of one address in a minute. */
const TOKENS_PER_MINUTE = 600

/** For tests, which do not wait for the real ones. */
export interface Limits {
  readonly all?: number
  readonly tokens?: number
  /** Milliseconds for the headers of a request; ten seconds by default. */
  readonly headersMs?: number
}

/**
 * Refuses floods. Counts per address in memory, never written down.
 */
export function limitRate({ all = ALL_PER_MINUTE, tokens = TOKENS_PER_MINUTE }: Limits = {}): RequestHandler {
  const everything = new RateLimiterMemory({ points: all, duration: 60 })
  const newTokens = new RateLimiterMemory({ points: tokens, duration: 60 })

  return function rate(request: Request, response: Response, next: Next) {
    const address = addressOf(request)
    const asksForToken = request.url?.startsWith('/v3/directline/tokens/generate') === true
    Promise.all([everything.consume(address), ...(asksForToken ? [newTokens.consume(address)] : [])]).then(
      () => next(),
      (refusal: unknown) => {
        const wait = refusal instanceof RateLimiterRes ? Math.ceil(refusal.msBeforeNext / 1000) : 60
        refuse(response, 429, { 'Retry-After': String(Math.max(1, wait)) })
        next(false)
      },
    )
  }
}

/**
 * The address that a request comes from. Behind a proxy on this machine or a private network it is the one
 * that the proxy saw; from elsewhere the header is not believed, since anybody can write it.
 */
export function addressOf(request: Pick<IncomingMessage, 'headers' | 'socket'>): string {
  const direct = request.socket.remoteAddress ?? ''
  if (!isPrivate(direct)) return direct
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim()
  return forwarded && isIP(forwarded) !== 0 ? forwarded : direct
}

/** Whether an address is of this machine or a private network. */
export function isPrivate(address: string): boolean {
  const v4 = address.replace(/^::ffff:/i, '')
  return (
    /^(127|10)\./.test(v4) ||
    /^192\.168\./.test(v4) ||
    /^172\.(1[6-9]|2\d|3[01])\./.test(v4) ||
    v4 === '::1' ||
    /^f[cd][0-9a-f]{2}:/i.test(v4)
  )
}
