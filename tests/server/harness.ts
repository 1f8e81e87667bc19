import { createDirectLine, type DirectLine } from '../../src/channels/botframework/directline.ts'
import type { Answer, Message } from '../../src/conversation/message.ts'
import { emptyReply, type Reply } from '../../src/conversation/reply.ts'
import { createLog } from '../../src/log.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { createServer, type ServerOptions } from '../../src/server/server.ts'

export interface Running {
  /** Without a slash at the end. */
  readonly url: string
  readonly directLine: DirectLine
  /** Messages that reached the one door, in order. */
  readonly messages: Message[]
  /** Every line of the log, as written. */
  readonly lines: string[]
  stop(): Promise<void>
}

type Options = Partial<ServerOptions> & {
  readonly answer?: Answer
  readonly now?: () => number
  readonly keys?: readonly Buffer[]
}

/** What the bot of these tests says: enough to tell who asked what. */
export const parrot: Answer = async ({ content }) => {
  switch (content.kind) {
    case 'text':
      return content.text.startsWith('danger')
        ? { ...emptyReply('crisis', 'en', 'ltr'), numbers: [line('112')], paragraphs: ['Call now.'] }
        : { ...said(`You said: ${content.text}`), choices: [{ id: 'cmd:help', label: 'Help' }] }
    case 'choice':
      return said(`You chose: ${content.id}`)
    case 'command':
      return content.name === 'forget'
        ? { ...said('Forgotten.'), effect: 'forget' }
        : said(content.name === 'start' ? 'Welcome.' : `Command: ${content.name}`)
    default:
      return said(`You sent: ${content.kind}`)
  }
}

export function said(text: string): Reply {
  return { ...emptyReply('answer', 'en', 'ltr'), paragraphs: [text] }
}

export function line(dial: string) {
  return { dial, display: dial, via: 'call' } as const
}

/** A real server on a free port of this machine, with everything real but the bot behind the door. */
export async function startServer({
  answer = parrot,
  now,
  keys = [],
  ...options
}: Options = {}): Promise<Running> {
  const messages: Message[] = []
  const lines: string[] = []
  const log = createLog({ level: 'trace', destination: { write: (text) => lines.push(text) } })
  const directLine = createDirectLine({
    answer: (message) => {
      messages.push(message)
      return answer(message)
    },
    keys,
    onError: (error) => log.error({ err: error }, 'A turn failed.'),
    ...(now ? { now } : {}),
  })
  const server = createServer({
    host: '127.0.0.1',
    port: 0,
    allowedOrigins: ['https://site.example'],
    development: false,
    log,
    metrics: createMetrics(),
    readiness: () => ({ ok: true, parts: { store: true } }),
    pages: {
      demo: () => '<!doctype html><style>p{color:red}</style><p>demo',
      widget: 'customElements.define("iom-chat", class extends HTMLElement {})\n'.repeat(40),
      privacy: (lang) => `<!doctype html><p>privacy ${lang === 'ro' ? 'ro' : 'en'}`,
    },
    directLine,
    endpoints: [],
    ...options,
  })
  return { url: await server.start(), directLine, messages, lines, stop: () => server.stop() }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Waits until something is so; fails after three seconds. */
export async function until<T>(read: () => T | undefined | false, what = 'what was waited for'): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const value = await read()
    if (value) return value
    await pause(10)
  }
  throw new Error(`There was no ${what} within three seconds.`)
}
