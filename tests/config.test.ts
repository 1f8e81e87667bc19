import { readFileSync } from 'node:fs'
import { readConfig } from '../src/config.ts'
import { ConfigError } from '../src/fault.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64')
const AZURE = { MicrosoftAppId: 'id', MicrosoftAppPassword: 'password', MicrosoftAppTenantId: 'tenant' }

/** Which variables are wrong, in the order told. */
function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.faults.map(({ at }) => at)
  }
}

test('nothing set is a bot on this machine', () => {
  const config = readConfig({})

  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 3978,
    development: true,
    logLevel: 'info',
    stateKeys: [],
    numbersOnly: false,
  })
  expect([config.telegram, config.azure, config.redisUrl]).toEqual([undefined, undefined, undefined])
  expect(config.knowledgeDir).toMatch(/[/\\]knowledge$/)
  expect(config.notes.join()).toMatch(/STATE_KEY/)
})

test('empty variables are not set', () => {
  const empty = Object.fromEntries(
    ['PORT', 'HOST', 'STATE_KEY', 'TELEGRAM_BOT_TOKEN', 'MicrosoftAppId', 'ALLOWED_ORIGINS', 'LOG_LEVEL'].map(
      (name) => [name, ' '],
    ),
  )

  expect(readConfig(empty)).toEqual(readConfig({}))
})

test('everything set is read', () => {
  const config = readConfig({
    PORT: '8080',
    HOST: '0.0.0.0',
    REDIS_URL: 'redis://user:hunter22@redis.example:6379/2',
    STATE_KEY: `${KEY}, ${OTHER_KEY}`,
    ALLOWED_ORIGINS: 'https://romania.iom.int/, https://www.example.org:8443,http://localhost:5500',
    TELEGRAM_BOT_TOKEN: '123456:ABC-def',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9000/',
    TELEGRAM_WEBHOOK_URL: 'https://chat.example.org/telegram',
    TELEGRAM_SECRET_TOKEN: 'abcdefghijklmnopqrst',
    MicrosoftAppType: 'SingleTenant',
    ...AZURE,
    LOG_LEVEL: 'WARN',
    NUMBERS_ONLY: '1',
  })

  expect(config).toMatchObject({
    port: 8080,
    host: '0.0.0.0',
    development: false,
    stateKeys: [Buffer.alloc(32, 7), Buffer.alloc(32, 8)],
    allowedOrigins: ['https://romania.iom.int', 'https://www.example.org:8443', 'http://localhost:5500'],
    telegram: {
      token: '123456:ABC-def',
      apiRoot: 'http://127.0.0.1:9000',
      webhook: {
        url: 'https://chat.example.org/telegram',
        path: '/telegram',
        secretToken: 'abcdefghijklmnopqrst',
      },
    },
    azure: { type: 'SingleTenant', appId: 'id', password: 'password', tenantId: 'tenant' },
    logLevel: 'warn',
    numbersOnly: true,
  })
  expect(config.secrets).toEqual(
    expect.arrayContaining(['123456:ABC-def', 'password', 'hunter22', KEY, OTHER_KEY]),
  )
})

test.each([
  // host, app id, whether it is development
  ['127.0.0.1', '', true],
  ['localhost', '', true],
  ['::1', '', true],
  ['127.0.0.53', '', true],
  ['0.0.0.0', '', false],
  ['127.0.0.1.evil.example', '', false],
  ['127.0.0.1', 'id', false],
])('on %s with app id “%s” development is %s', (HOST, id, expected) => {
  expect(readConfig({ HOST, ...(id ? AZURE : {}) }).development).toBe(expected)
})

describe('what cannot work is refused', () => {
  test.each<[string, Record<string, string>, string]>([
    ['a port in words', { PORT: 'x' }, 'PORT'],
    ['a port beyond the last', { PORT: '65536' }, 'PORT'],
    ['a negative port', { PORT: '-1' }, 'PORT'],
    ['a host that is an address', { HOST: 'http://0.0.0.0' }, 'HOST'],
    ['a level of nothing', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    ['a key of 16 bytes', { STATE_KEY: Buffer.alloc(16).toString('base64') }, 'STATE_KEY'],
    ['a key in hex', { STATE_KEY: 'ab'.repeat(32) }, 'STATE_KEY'],
    ['a second key that is none', { STATE_KEY: `${KEY},x` }, 'STATE_KEY'],
    ['a Redis that is a website', { REDIS_URL: 'https://redis.example' }, 'REDIS_URL'],
    ['any website', { ALLOWED_ORIGINS: '*' }, 'ALLOWED_ORIGINS'],
    ['a website with a path', { ALLOWED_ORIGINS: 'https://a.example/page' }, 'ALLOWED_ORIGINS'],
    ['a website without a scheme', { ALLOWED_ORIGINS: 'a.example' }, 'ALLOWED_ORIGINS'],
    ['a website in the clear', { ALLOWED_ORIGINS: 'http://a.example' }, 'ALLOWED_ORIGINS'],
    ['a switch that is neither', { NUMBERS_ONLY: 'perhaps' }, 'NUMBERS_ONLY'],
    ['half a token', { TELEGRAM_BOT_TOKEN: 'ABC' }, 'TELEGRAM_BOT_TOKEN'],
    ['a webhook without a bot', { TELEGRAM_WEBHOOK_URL: 'https://a.example/t' }, 'TELEGRAM_WEBHOOK_URL'],
    [
      'a webhook that believes anybody',
      { TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_WEBHOOK_URL: 'https://a.example/t' },
      'TELEGRAM_SECRET_TOKEN',
    ],
    [
      'a short secret',
      {
        TELEGRAM_BOT_TOKEN: '1:a',
        TELEGRAM_WEBHOOK_URL: 'https://a.example/t',
        TELEGRAM_SECRET_TOKEN: 'abc',
      },
      'TELEGRAM_SECRET_TOKEN',
    ],
    [
      'a webhook in the clear',
      {
        TELEGRAM_BOT_TOKEN: '1:a',
        TELEGRAM_WEBHOOK_URL: 'http://a.example/t',
        TELEGRAM_SECRET_TOKEN: 'a'.repeat(20),
      },
      'TELEGRAM_WEBHOOK_URL',
    ],
    [
      'a webhook on our own route',
      {
        TELEGRAM_BOT_TOKEN: '1:a',
        TELEGRAM_WEBHOOK_URL: 'https://a.example/api/messages',
        TELEGRAM_SECRET_TOKEN: 'a'.repeat(20),
      },
      'TELEGRAM_WEBHOOK_URL',
    ],
    ['a type of bot that is none', { ...AZURE, MicrosoftAppType: 'Foo' }, 'MicrosoftAppType'],
    ['a type that Azure gave up', { ...AZURE, MicrosoftAppType: 'MultiTenant' }, 'MicrosoftAppType'],
    ['a single tenant without its password', { ...AZURE, MicrosoftAppPassword: '' }, 'MicrosoftAppPassword'],
    ['a bot without its tenant', { ...AZURE, MicrosoftAppTenantId: '' }, 'MicrosoftAppTenantId'],
    ['a password without a bot', { MicrosoftAppPassword: 'x' }, 'MicrosoftAppId'],
  ])('%s', (_, env, variable) => {
    expect(faultsOf(env)).toEqual([variable])
  })

  test('all at once, each with what to set, and without repeating a secret', () => {
    const env = { PORT: 'x', STATE_KEY: 'canary-key', TELEGRAM_BOT_TOKEN: 'canary-token', LOG_LEVEL: 'loud' }

    expect(faultsOf(env).sort()).toEqual(['LOG_LEVEL', 'PORT', 'STATE_KEY', 'TELEGRAM_BOT_TOKEN'])
    expect(() => readConfig(env)).toThrow(/PORT: “x” is not a port\. Set a whole number from 0 to 65535/)
    expect(() => readConfig(env)).not.toThrow(/canary/)
  })
})

test('a managed identity needs no password', () => {
  const { azure } = readConfig({ ...AZURE, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: '' })

  expect(azure).toEqual({ type: 'UserAssignedMSI', appId: 'id', tenantId: 'tenant' })
})

test('.env.example names every variable that is read, and nothing else', () => {
  const asked = new Set<string>()
  readConfig(
    new Proxy({} as Record<string, string>, {
      get(_, name: string) {
        asked.add(name)
        // Everything that hangs on another variable is asked for, too.
        return {
          TELEGRAM_BOT_TOKEN: '1:a',
          MicrosoftAppId: 'id',
          MicrosoftAppPassword: 'x',
          MicrosoftAppTenantId: 'y',
        }[name]
      },
    }),
  )
  const named = [
    ...readFileSync(new URL('../.env.example', import.meta.url), 'utf8').matchAll(/^#? ?([A-Za-z_]+)=/gm),
  ].map(([, name]) => name)

  expect(named.sort()).toEqual([...asked].sort())
})
