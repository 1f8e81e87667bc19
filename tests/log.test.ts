import { ConfigError } from '../src/fault.ts'
import { createLog } from '../src/log.ts'

/** What a logger writes while `use` runs, as one text. */
function written(use: (log: ReturnType<typeof createLog>) => void, secrets: string[] = []): string {
  const lines: string[] = []
  use(createLog({ level: 'trace', secrets, destination: { write: (line) => lines.push(line) } }))
  return lines.join('')
}

const TOKEN = '123456789:AAcanary_token-canary_token-canary12'

describe('what must not be written down is not, however it comes', () => {
  test.each<[string, (log: ReturnType<typeof createLog>) => void]>([
    [
      'as a field',
      (log) => log.info({ text: 'canary', userId: 'canary', from: { id: 'canary' } }, 'A turn.'),
    ],
    [
      'as an unknown field of a known error',
      (log) => log.warn({ err: Object.assign(new Error('x'), { body: 'canary' }) }, 'Bad.'),
    ],
    ['as the message of an error', (log) => log.warn({ err: new Error('canary') }, 'Bad.')],
    ['as the message of a bare error', (log) => log.error(new Error('canary'))],
    ['as the cause of an error', (log) => log.error(new Error('x', { cause: new Error('canary') }))],
    ['as an error without a sentence', (log) => log.error({ err: new Error('canary') })],
    ['as what a parser quotes', (log) => log.error({ err: parseError('canary of a person') }, 'Bad.')],
    ['as something thrown that is no error', (log) => log.error({ err: 'canary' }, 'Bad.')],
    ['as a further argument', (log) => log.info('Said %s', 'canary')],
    ['in a request', (log) => log.info({ req: { headers: { authorization: 'canary' } } }, 'Request.')],
    ['bound to a child', (log) => log.child({ userId: 'canary', req: { url: 'canary' } }).info('Child.')],
    ['in an object under a known name', (log) => log.info({ route: { text: 'canary' } }, 'Route.')],
    ['as a token of Telegram in an address', (log) => log.info(`https://api.telegram.org/bot${TOKEN}/getMe`)],
    ['as a bare token of Telegram', (log) => log.info({ reason: TOKEN }, 'Token.')],
    ['as a bearer token', (log) => log.info({ reason: 'Bearer canary.canary' }, 'Header.')],
    ['as a JWT', (log) => log.info({ reason: 'eyJcanary.eyJcanary.canary' }, 'Header.')],
    ['as a made-up person of the website', (log) => log.info({ reason: 'dl_canarycanary1' }, 'Person.')],
    [
      'in an address with a token',
      (log) => log.info({ route: '/stream?watermark=1&t=canary.canary' }, 'Stream.'),
    ],
    [
      'as a secret of the settings',
      (log) => log.info({ host: 'redis://u:canary-secret@h' }, 'canary-secret'),
    ],
  ])('%s', (_, use) => {
    const text = written(use, ['canary-secret'])

    expect(text).not.toContain('canary')
    expect(text).toMatch(/^\{.*\}\n$/)
  })
})

test('what helps is written: fields that are known, our own sentences, where it failed', () => {
  const text = written((log) =>
    log.error(
      {
        channel: 'telegram',
        ms: 12,
        status: 500,
        err: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
      },
      'A turn failed.',
    ),
  )

  expect(JSON.parse(text)).toMatchObject({
    level: 'error',
    channel: 'telegram',
    ms: 12,
    status: 500,
    msg: 'A turn failed.',
    err: {
      type: 'Error',
      code: 'ECONNRESET',
      stack: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
    },
  })
})

test('errors of ours and of the operating system keep their messages', () => {
  const missing = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:6379'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  })
  const text = written((log) => {
    log.error({ err: missing }, 'Redis.')
    log.error(
      {
        err: new ConfigError([{ file: 'environment', at: 'PORT', problem: 'No port.', remedy: 'Set one.' }]),
      },
      'Settings.',
    )
  })

  expect(text).toContain('ECONNREFUSED 127.0.0.1:6379')
  expect(text).toContain('PORT: No port. Set one.')
})

function parseError(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return error
  }
}
