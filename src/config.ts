import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigError, type Fault } from './fault.ts'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Paths that are ours, so a webhook cannot sit on them. */
const OWN_PATHS = ['/', '/widget.js', '/privacy', '/api/messages', '/healthz', '/readyz', '/metrics']

export interface TelegramConfig {
  readonly token: string
  /** Address of the Bot API, without a trailing slash. */
  readonly apiRoot: string
  /** Set: Telegram calls us at `url`, whose path is our route. Not set: we poll. */
  readonly webhook?: { readonly url: string; readonly path: string; readonly secretToken: string }
}

/** Credentials of the Azure bot resource, under the names that the SDK's own environment uses. */
export interface AzureConfig {
  readonly type: 'SingleTenant' | 'UserAssignedMSI'
  readonly appId: string
  /** Only `SingleTenant` has one; a managed identity needs no password. */
  readonly password?: string
  readonly tenantId: string
}

/** Everything that the environment decides, read once and passed in. */
export interface Config {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** A loopback host and no app id: nobody but this machine can reach us, so accounts are not asked for. */
  readonly development: boolean
  readonly logLevel: LogLevel
  readonly knowledgeDir: string
  readonly localesDir: string
  /** Folder of the SQLite files, caches and the numbers-only switch. */
  readonly dataDir: string
  readonly redisUrl?: string
  /** Keys of 32 bytes, newest first: the first seals, all of them open. Empty: a random key and memory only. */
  readonly stateKeys: readonly Buffer[]
  /** Origins of the websites that may embed the widget, for example `https://romania.iom.int`. */
  readonly allowedOrigins: readonly string[]
  readonly telegram?: TelegramConfig
  readonly azure?: AzureConfig
  /** Secret of Azure's own Direct Line, where that is used in place of ours. */
  readonly directLineSecret?: string
  /** Every channel starts in "numbers only". */
  readonly numbersOnly: boolean
  /** Values that must never be written down, for the log to strike out. */
  readonly secrets: readonly string[]
  /** Sentences for the start message: what works only half with these settings, and what to set. */
  readonly notes: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>
type Report = (at: string, problem: string, remedy: string) => undefined

/**
 * Reads the settings from the environment.
 *
 * An empty variable counts as not set, since that is how `.env` files leave one out.
 *
 * @throws ConfigError with every fault at once, each with what to set.
 */
export function readConfig(env: Environment): Config {
  const faults: Fault[] = []
  const report: Report = (at, problem, remedy) => {
    faults.push({ file: 'environment', at, problem, remedy })
    return undefined
  }
  const read = (name: string) => env[name]?.trim() || undefined

  const host = readHost(read('HOST') ?? '127.0.0.1', report)
  const azure = readAzure(read, report)
  const stateKeys = readStateKeys(read('STATE_KEY'), report)
  const telegram = readTelegram(read, report)
  const redisUrl = readRedisUrl(read('REDIS_URL'), report)
  const directLineSecret = read('DIRECT_LINE_SECRET')

  const config: Config = {
    host,
    port: readPort(read('PORT') ?? '3978', report),
    development: isLoopback(host) && read('MicrosoftAppId') === undefined,
    logLevel: readLogLevel(read('LOG_LEVEL') ?? 'info', report),
    knowledgeDir: readFolder(read('KNOWLEDGE_DIR'), 'knowledge'),
    localesDir: readFolder(read('LOCALES_DIR'), 'locales'),
    dataDir: readFolder(read('DATA_DIR'), 'data'),
    stateKeys,
    allowedOrigins: readOrigins(read('ALLOWED_ORIGINS'), report),
    numbersOnly: readSwitch('NUMBERS_ONLY', read('NUMBERS_ONLY'), report),
    secrets: [
      read('TELEGRAM_BOT_TOKEN'),
      read('TELEGRAM_SECRET_TOKEN'),
      read('MicrosoftAppPassword'),
      directLineSecret,
      ...(read('STATE_KEY')?.split(',') ?? []),
      redisPassword(redisUrl),
    ].flatMap((secret) => secret?.trim() || []),
    notes: [
      ...(stateKeys.length === 0
        ? [
            `STATE_KEY is not set: people are remembered in memory only, until the next restart${redisUrl ? ', and REDIS_URL holds no sessions' : ''}. Set it to the output of: openssl rand -base64 32`,
          ]
        : []),
      ...(directLineSecret
        ? [
            'DIRECT_LINE_SECRET is kept out of the logs and otherwise not needed here: the widget uses our own Direct Line. See docs/channels/azure.md.',
          ]
        : []),
      ...(!isLoopback(host) && read('ALLOWED_ORIGINS') === undefined
        ? [
            'ALLOWED_ORIGINS is not set: only our own pages may use the widget. Name the websites that embed it.',
          ]
        : []),
    ],
    ...(redisUrl ? { redisUrl } : {}),
    ...(telegram ? { telegram } : {}),
    ...(azure ? { azure } : {}),
    ...(directLineSecret ? { directLineSecret } : {}),
  }

  if (faults.length > 0) throw new ConfigError(faults)
  return config
}

/** Whether only this machine can reach a server that listens on the host. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

function readPort(value: string, report: Report): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  if (port <= 65535) return port
  report('PORT', `“${value}” is not a port.`, 'Set a whole number from 0 to 65535, for example 3978.')
  return 0
}

function readHost(value: string, report: Report): string {
  if (/^[A-Za-z0-9.:[\]_-]+$/.test(value) && !value.includes('//')) return value
  report(
    'HOST',
    `“${value}” is not a host name or address.`,
    'Set a name or address without http:// and port, for example 0.0.0.0.',
  )
  return '127.0.0.1'
}

function readLogLevel(value: string, report: Report): LogLevel {
  const level = LOG_LEVELS.find((known) => known === value.toLowerCase())
  if (level) return level
  report('LOG_LEVEL', `“${value}” is not a level.`, `Set one of ${LOG_LEVELS.join(', ')}.`)
  return 'info'
}

/** A folder that is not set lies in the project, wherever the process was started from. */
function readFolder(value: string | undefined, inProject: string): string {
  return value ? resolve(value) : fileURLToPath(new URL(`../${inProject}`, import.meta.url))
}

function readSwitch(name: string, value: string | undefined, report: Report): boolean {
  if (value === undefined || /^(0|off|false|no)$/i.test(value)) return false
  if (/^(1|on|true|yes)$/i.test(value)) return true
  report(name, `“${value}” is neither on nor off.`, 'Set 1 or leave it empty.')
  return false
}

function readStateKeys(value: string | undefined, report: Report): readonly Buffer[] {
  if (value === undefined) return []
  return value.split(',').flatMap((part, index) => {
    const key = Buffer.from(part.trim(), 'base64')
    if (key.length === 32 && /^[A-Za-z0-9+/_-]{43}=?$/.test(part.trim())) return [key]
    // The value itself is a secret, so only its place is told.
    report(
      'STATE_KEY',
      `Key number ${index + 1} is not base64 of 32 bytes.`,
      'Make one with: openssl rand -base64 32. Several are separated by commas, the newest first.',
    )
    return []
  })
}

function readRedisUrl(value: string | undefined, report: Report): string | undefined {
  if (value === undefined) return undefined
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url && /^rediss?:$/.test(url.protocol) && url.hostname) return value
  return report(
    'REDIS_URL',
    'This is not the address of a Redis server.',
    'Set for example redis://127.0.0.1:6379 or rediss://user:password@host:6380.',
  )
}

function redisPassword(url: string | undefined): string | undefined {
  return url ? decodeURIComponent(new URL(url).password) : undefined
}

function readOrigins(value: string | undefined, report: Report): readonly string[] {
  if (value === undefined) return []
  return value.split(',').flatMap((part) => {
    const text = part.trim().replace(/\/$/, '')
    if (text === '') return []
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (!url || url.origin !== text || !/^https?:$/.test(url.protocol)) {
      report(
        'ALLOWED_ORIGINS',
        `“${part.trim()}” is not an origin.`,
        'Write scheme and host alone, for example https://romania.iom.int, separated by commas. There is no “*”: name each site.',
      )
      return []
    }
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
      report(
        'ALLOWED_ORIGINS',
        `“${part.trim()}” is not encrypted, so others on the way could read what people write.`,
        'Use https://.',
      )
      return []
    }
    return [text]
  })
}

function readTelegram(
  read: (name: string) => string | undefined,
  report: Report,
): TelegramConfig | undefined {
  const token = read('TELEGRAM_BOT_TOKEN')
  const webhookUrl = read('TELEGRAM_WEBHOOK_URL')
  const secretToken = read('TELEGRAM_SECRET_TOKEN')
  const apiRoot = read('TELEGRAM_API_ROOT')?.replace(/\/+$/, '') ?? 'https://api.telegram.org'

  if (!/^https?:\/\//.test(apiRoot) || !URL.canParse(apiRoot)) {
    report(
      'TELEGRAM_API_ROOT',
      `“${apiRoot}” is not a web address.`,
      'Leave it empty, or set the address of your own Bot API server.',
    )
  }
  if (token === undefined) {
    if (webhookUrl)
      report(
        'TELEGRAM_WEBHOOK_URL',
        'There is a webhook but no bot.',
        'Set TELEGRAM_BOT_TOKEN to the token that @BotFather gave, or remove TELEGRAM_WEBHOOK_URL.',
      )
    return undefined
  }
  if (!/^\d+:[\w-]+$/.test(token)) {
    report(
      'TELEGRAM_BOT_TOKEN',
      'This is not a bot token.',
      'Copy the whole token from @BotFather: digits, a colon, then letters and digits.',
    )
  }
  if (webhookUrl === undefined) return { token, apiRoot }

  const webhook = readWebhook(webhookUrl, secretToken, report)
  return webhook ? { token, apiRoot, webhook } : { token, apiRoot }
}

function readWebhook(
  value: string,
  secretToken: string | undefined,
  report: Report,
): TelegramConfig['webhook'] {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))) {
    report(
      'TELEGRAM_WEBHOOK_URL',
      `“${value}” is not an https address.`,
      'Set the full public address, for example https://chat.example.org/telegram.',
    )
  } else if (OWN_PATHS.includes(url.pathname) || url.pathname.startsWith('/v3/directline')) {
    report(
      'TELEGRAM_WEBHOOK_URL',
      `Its path “${url.pathname}” is one of our own pages.`,
      'Choose another path, for example /telegram.',
    )
  }
  if (secretToken === undefined) {
    return report(
      'TELEGRAM_SECRET_TOKEN',
      'A webhook without a secret token believes anybody.',
      'Set 32 or more random letters and digits, for example the output of: openssl rand -hex 32',
    )
  }
  if (!/^[A-Za-z0-9_-]{16,256}$/.test(secretToken)) {
    return report(
      'TELEGRAM_SECRET_TOKEN',
      'It may hold only letters, digits, _ and -, and 16 to 256 of them.',
      'Set for example the output of: openssl rand -hex 32',
    )
  }
  return url ? { url: value, path: url.pathname, secretToken } : undefined
}

function readAzure(read: (name: string) => string | undefined, report: Report): AzureConfig | undefined {
  const appId = read('MicrosoftAppId')
  const type = read('MicrosoftAppType') ?? 'SingleTenant'
  const password = read('MicrosoftAppPassword')
  const tenantId = read('MicrosoftAppTenantId')

  if (appId === undefined) {
    if (password)
      report(
        'MicrosoftAppId',
        'There is an app password but no app id.',
        'Set MicrosoftAppId to the id of the bot resource in Azure, or remove MicrosoftAppPassword.',
      )
    return undefined
  }
  if (type !== 'SingleTenant' && type !== 'UserAssignedMSI') {
    return report(
      'MicrosoftAppType',
      type === 'MultiTenant'
        ? 'Azure makes no new bots of type MultiTenant.'
        : `“${type}” is not a type of bot.`,
      'Set SingleTenant or UserAssignedMSI, as the bot resource in Azure says.',
    )
  }
  if (type === 'SingleTenant' && password === undefined) {
    report(
      'MicrosoftAppPassword',
      'A SingleTenant bot needs its password.',
      'Set the client secret of the app registration.',
    )
  }
  if (tenantId === undefined) {
    return report(
      'MicrosoftAppTenantId',
      `A ${type} bot needs its tenant.`,
      'Set the directory (tenant) id that Azure shows for the bot.',
    )
  }
  return { type, appId, tenantId, ...(type === 'SingleTenant' && password ? { password } : {}) }
}
