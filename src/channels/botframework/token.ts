import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** Seconds for which a token serves, as with Azure's Direct Line. */
export const TOKEN_LIFETIME = 30 * 60

/** What a Direct Line token says: one conversation, one made-up person, one website, until when. */
export interface Grant {
  readonly conversationId: string
  readonly userId: string
  /** Website that asked for the token; empty where none was named, as by a program. */
  readonly origin: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

export interface Tokens {
  sign(grant: Grant): string
  /** The grant of a token that we signed, expired or not; undefined for anything else. */
  read(token: string): Grant | undefined
}

/**
 * Signs tokens with HMAC-SHA-256, so that nothing has to be remembered of one that was only asked for.
 *
 * @param keys newest first: the newest signs, all are believed. Empty: a random key of this process.
 */
export function createTokens(keys: readonly Buffer[]): Tokens {
  const ring = (keys.length > 0 ? keys : [randomBytes(32)]).map((key) =>
    Buffer.from(hkdfSync('sha256', key, '', 'iom-romania-assistant direct line', 32)),
  )
  const macs = (payload: string) => ring.map((key) => createHmac('sha256', key).update(payload).digest())

  return {
    sign({ conversationId, userId, origin, expiresAt }) {
      const payload = Buffer.from(JSON.stringify([conversationId, userId, origin, expiresAt])).toString(
        'base64url',
      )
      return `${payload}.${macs(payload)[0]?.toString('base64url')}`
    },
    read(token) {
      const [payload = '', signature = '', ...rest] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      if (
        rest.length > 0 ||
        !macs(payload).some((mac) => mac.length === given.length && timingSafeEqual(mac, given))
      ) {
        return undefined
      }
      const [conversationId, userId, origin, expiresAt] = JSON.parse(
        Buffer.from(payload, 'base64url').toString(),
      )
      return { conversationId, userId, origin, expiresAt }
    },
  }
}

/** An id that nobody can guess: 128 random bits. */
export function unguessable(): string {
  return randomBytes(16).toString('base64url')
}
