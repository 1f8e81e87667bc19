import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder'

export const APP_ID = '11111111-2222-3333-4444-555555555555'
const ISSUER = 'https://api.botframework.com'
const KEY_ID = 'key-of-the-test'

export interface FakeAzure {
  /** Where the bot sends its answers. */
  readonly serviceUrl: string
  /** Every activity that the bot sent, with the status it was given. */
  readonly sent: {
    readonly status: number
    readonly authorization: string
    readonly activity: Record<string, unknown>
  }[]
  /** Refusals for the next activities, for example `[{status: 429, retryAfter: '3'}]`. */
  readonly refusals: { status: number; retryAfter?: string }[]
  /** A token as Azure signs it, with whatever is asked to be wrong. */
  token(claims?: Record<string, unknown>, wrong?: Wrong): string
  readonly authentication: ConfigurationBotFrameworkAuthentication
  stop(): Promise<void>
}

export interface Wrong {
  readonly signature?: 'other-key' | 'none' | 'HS256'
  readonly keyId?: string
}

/** Azure's side of the wire: OpenID metadata, keys, and the connector that takes answers. */
export async function startAzure(): Promise<FakeAzure> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const sent: FakeAzure['sent'] = []
  const refusals: FakeAzure['refusals'] = []

  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown, headers = {}) => {
      // Not chained: restify, loaded by another suite of the same process, makes writeHead return nothing.
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(JSON.stringify(body))
    }
    if (request.url === '/openid') return answer(200, { jwks_uri: `${url}/keys` })
    if (request.url === '/keys') {
      return answer(200, {
        keys: [
          {
            ...publicKey.export({ format: 'jwk' }),
            kid: KEY_ID,
            endorsements: ['msteams', 'webchat', 'facebook'],
          },
        ],
      })
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const refusal = refusals.shift()
      const status = refusal?.status ?? 201
      sent.push({
        status,
        authorization: request.headers.authorization ?? '',
        activity: JSON.parse(Buffer.concat(chunks).toString()),
      })
      answer(
        status,
        { id: `sent-${sent.length}` },
        refusal?.retryAfter ? { 'retry-after': refusal.retryAfter } : {},
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    serviceUrl: url,
    sent,
    refusals,
    token(claims = {}, { signature, keyId = KEY_ID } = {}) {
      const now = Math.floor(Date.now() / 1000)
      const algorithm = signature === 'none' || signature === 'HS256' ? signature : 'RS256'
      const unsigned = [
        { alg: algorithm, typ: 'JWT', kid: keyId },
        { iss: ISSUER, aud: APP_ID, nbf: now - 10, exp: now + 600, serviceurl: url, ...claims },
      ]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.')
      if (signature === 'none') return `${unsigned}.`
      if (signature === 'HS256') {
        const secret = publicKey.export({ type: 'spki', format: 'pem' })
        return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`
      }
      const key = signature === 'other-key' ? otherKey : privateKey
      return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(key).toString('base64url')}`
    },
    // Every parameter is given: with fewer, the SDK silently takes Azure's own.
    authentication: new ConfigurationBotFrameworkAuthentication(
      {
        ToChannelFromBotLoginUrl: `${url}/login`,
        ToChannelFromBotOAuthScope: ISSUER,
        ToBotFromChannelTokenIssuer: ISSUER,
        OAuthUrl: `${url}/oauth`,
        ToBotFromChannelOpenIdMetadataUrl: `${url}/openid`,
        ToBotFromEmulatorOpenIdMetadataUrl: `${url}/openid`,
        CallerId: 'urn:botframework:azure',
      },
      new StaticCredentials({
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppId: APP_ID,
        MicrosoftAppPassword: 'password-of-the-test',
        MicrosoftAppTenantId: 'tenant-of-the-test',
      }),
    ),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The real factory would ask Microsoft for a token, and refuses to ask anybody else. */
class StaticCredentials extends ConfigurationServiceClientCredentialFactory {
  override async createCredentials() {
    return {
      appId: APP_ID,
      signRequest: async (request: { headers: { set(name: string, value: string): void } }) => {
        request.headers.set('authorization', 'Bearer token-of-the-bot')
        return request
      },
    } as never
  }
}
