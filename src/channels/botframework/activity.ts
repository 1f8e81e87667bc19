import type { Activity } from 'botbuilder'
import { z } from 'zod'

const account = z.looseObject({ id: z.string().min(1).max(1000) })

/**
 * What an activity must have before the SDK may see it: the SDK answers a missing type or channel with an
 * error of its own making, and lets a missing address pass. Everything else is optional and kept.
 */
const activitySchema = z.looseObject({
  type: z.string().min(1).max(40),
  id: z.string().max(1000).nullish(),
  // This one channel name would make the SDK check the token by other rules.
  channelId: z.string().regex(/^(?!AseChannel$)[A-Za-z0-9_.-]{1,40}$/),
  serviceUrl: z.string().max(1000),
  conversation: z.looseObject({ id: z.string().min(1).max(1000), isGroup: z.boolean().nullish() }),
  from: account.nullish(),
  recipient: account.nullish(),
  text: z.string().nullish(),
  locale: z.string().nullish(),
  membersAdded: z.array(account).max(1000).nullish(),
  entities: z.array(z.looseObject({})).max(100).nullish(),
  attachments: z.array(z.looseObject({})).max(100).nullish(),
})

const DATES = ['timestamp', 'localTimestamp', 'expiration'] as const

/** The activity in a request's body; undefined for anything that is none. */
export function readBody(body: unknown): Activity | undefined {
  const { success, data } = activitySchema.safeParse(body)
  if (!success || (data.type === 'message' && !data.from)) return undefined
  // The SDK calls methods of dates on these.
  const dates = DATES.flatMap((name) => {
    const value = data[name]
    return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? [[name, new Date(value)]] : []
  })
  const kept = Object.entries(data).filter(
    ([name, value]) => value !== null && !DATES.some((date) => date === name),
  )
  return Object.fromEntries([...kept, ...dates]) as unknown as Activity
}

/** Where Azure's channels take answers. Anybody may register a name under trafficmanager.net, so that one is whole. */
const SERVICE_HOSTS = [
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]
const SERVICE_DOMAINS = ['.botframework.com', '.botframework.azure.us']

/** Whether answers, and with them our access token, may be sent to this address. */
export function isServiceOfAzure(serviceUrl: string): boolean {
  if (!URL.canParse(serviceUrl)) return false
  const { protocol, hostname, port, username } = new URL(serviceUrl)
  const known =
    SERVICE_HOSTS.includes(hostname) || SERVICE_DOMAINS.some((domain) => hostname.endsWith(domain))
  return protocol === 'https:' && port === '' && username === '' && known
}

/** Whether the address is of this machine, as that of the Emulator or the Agents Playground. */
export function isServiceOfThisMachine(serviceUrl: string): boolean {
  if (!URL.canParse(serviceUrl)) return false
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(serviceUrl).hostname)
}

const ALGORITHMS = ['RS256', 'RS384', 'RS512']
/** Seconds by which clocks may differ; the SDK allows the same. */
const SKEW = 5 * 60

/**
 * Whether a bearer token could be one of Azure's at all: three parts, signed with RSA, in its time.
 * Only the SDK checks the signature; it prints to the console what it refuses, so the plainly wrong never get there.
 *
 * @param now seconds since 1970.
 */
export function isPlausibleToken(token: string, now: number): boolean {
  const parts = token.split('.')
  if (parts.length !== 3) return false
  const [header, payload] = parts.slice(0, 2).map(readPart)
  if (!header || !payload || !ALGORITHMS.includes(String(header.alg))) return false
  const { exp, nbf } = payload
  return (typeof exp !== 'number' || exp > now - SKEW) && (typeof nbf !== 'number' || nbf < now + SKEW)
}

function readPart(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
