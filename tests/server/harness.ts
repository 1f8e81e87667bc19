import { createDirectLine, type DirectLine } from '../../src/channels/botframework/directline.ts'
import type { Answer, Message } from '../../src/conversation/message.ts'
import { createLog } from '../../src/log.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import { createServer, type ServerOptions } from '../../src/server/server.ts'
import { parrot } from '../channels/botframework/parrot.ts'

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
