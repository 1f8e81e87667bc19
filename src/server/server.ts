import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import restify, { type Request, type Response, type Server } from 'restify'
import type { DirectLine } from '../channels/botframework/directline.ts'
import type { Endpoint } from '../channels/channel.ts'
import type { Logger } from '../log.ts'
import { serveDirectLine, serveStreams } from './directline.ts'
import {
  BARE_HEADERS,
  crossOrigin,
  MOST_BYTES,
  plainJsonOnly,
  secureHeaders,
  shallowOnly,
  soundTarget,
} from './guards.ts'
import { isPrivate, type Limits, limitRate } from './limits.ts'
import type { Metrics } from './metrics.ts'
import { type Pages, servePages } from './pages.ts'
import { refusalBody, refuse, sendJson } from './respond.ts'

/** Whether the bot can do its work: `parts` by name, for example `{ knowledge: true, store: true }`. */
export interface Readiness {
  readonly ok: boolean
  readonly parts: Readonly<Record<string, boolean | number | string>>
}

export interface ServerOptions {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Websites that may embed the widget. */
  readonly allowedOrigins: readonly string[]
  /** Only this machine reaches us: pages of any of its ports may use the widget. */
  readonly development: boolean
  readonly log: Logger
  readonly metrics: Metrics
  readonly readiness: () => Readiness | Promise<Readiness>
  readonly pages: Pages
  /** Without it there is no Direct Line. */
  readonly directLine?: DirectLine
  /** Channels that are called by POST: Azure Bot Service, Telegram's webhook. */
  readonly endpoints: readonly Endpoint[]
  /** For tests. */
  readonly limits?: Limits
}

export interface HttpServer {
  /** Listens; resolves with the address, for example `http://127.0.0.1:3978`. Rejects with a sentence where the port is taken. */
  start(): Promise<string>
  /**
   * Takes nothing new, lets running requests and turns finish for at most ten seconds, then resolves.
   * Direct Line is stopped along; endpoints are stopped by their channels.
   */
  stop(): Promise<void>
}

/** Milliseconds. Slow clients may not hold a connection for longer. */
const HEADERS_TIMEOUT = 10_000
const REQUEST_TIMEOUT = 15_000
const KEEP_ALIVE = 65_000
const STOP_TIMEOUT = 10_000
const MOST_CONNECTIONS = 10_000

/** The server could not begin; the message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Builds the HTTP side of the bot: guards first, then every route of docs/architecture.md. */
export function createServer(options: ServerOptions): HttpServer {
  const { log, metrics, directLine } = options
  const origins = { allowed: options.allowedOrigins, development: options.development }
  // The library's own type lacks `log` being pino.
  const server: Server = restify.createServer({ name: '', log: log as never, ignoreTrailingSlash: true })
  const http = server.server

  http.headersTimeout = options.limits?.headersMs ?? HEADERS_TIMEOUT
  http.requestTimeout = REQUEST_TIMEOUT
  http.keepAliveTimeout = KEEP_ALIVE
  http.maxConnections = MOST_CONNECTIONS
  // Node looks for slow clients only every 30 s; the types leave the setting out.
  Object.assign(http, { connectionsCheckingInterval: http.headersTimeout / 5 })

  server.pre(secureHeaders())
  server.pre(soundTarget())
  server.pre(limitRate(options.limits))
  server.pre(crossOrigin(origins))
  server.pre(plainJsonOnly())
  // The types do not know the size limit.
  server.use(restify.plugins.jsonBodyParser({ mapParams: false, maxBodySize: MOST_BYTES } as object))
  server.use(shallowOnly())
  tellErrors(server, log)
  server.on('after', (request: Request, response: Response, route: { path?: unknown } | null) => {
    metrics.countRequest({
      route: typeof route?.path === 'string' ? route.path : 'none',
      method: request.method ?? '',
      status: response.statusCode,
    })
  })

  serveHealth(server, options)
  for (const endpoint of options.endpoints) serveEndpoint(server, endpoint)
  if (directLine) serveDirectLine(server, directLine)
  // Last, since it takes every file name at the top.
  servePages(server, options.pages)
  const endStreams = directLine ? serveStreams(http, directLine, origins) : () => {}

  return {
    start() {
      return new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => reject(explainStart(error, options)))
        server.listen(options.port, options.host, () => {
          const { port } = http.address() as AddressInfo
          const host = options.host.includes(':') ? `[${options.host.replace(/[[\]]/g, '')}]` : options.host
          resolve(`http://${host}:${port}`)
        })
      })
    },

    async stop() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      const late = setTimeout(() => {
        log.warn({ connections: server.inflightRequests() }, 'Requests were cut off at the end.')
        http.closeAllConnections()
      }, STOP_TIMEOUT)
      // Turns that are running reach their streams before those are closed.
      await directLine?.stop()
      endStreams()
      http.closeIdleConnections()
      await closed
      clearTimeout(late)
    },
  }
}

function serveHealth(server: Server, { readiness, metrics, log }: ServerOptions) {
  server.get('/healthz', async (_: Request, response: Response) => sendJson(response, 200, { ok: true }))
  server.get('/readyz', async (_: Request, response: Response) => {
    const { ok, parts } = await readiness()
    sendJson(response, ok ? 200 : 503, { ok, parts })
  })
  server.get('/metrics', async (request: Request, response: Response) => {
    // For the operator's own network: counts of rare languages and kinds are nobody else's business.
    const isPublic =
      !isPrivate(request.socket.remoteAddress ?? '') || request.headers['x-forwarded-for'] !== undefined
    if (isPublic) {
      log.debug({ route: '/metrics', status: 404 }, 'Metrics were asked for from outside.')
      return refuse(response, 404)
    }
    response.setHeader('Cache-Control', 'no-store')
    response.sendRaw(200, await metrics.render(), { 'Content-Type': metrics.contentType })
  })
}

function serveEndpoint(server: Server, endpoint: Endpoint) {
  server.post(endpoint.path, async (request: Request, response: Response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    )
    // restify leaves an empty body as a buffer or string.
    const body: unknown =
      typeof request.body === 'string' || Buffer.isBuffer(request.body) ? undefined : request.body
    const { status, headers: more, body: answer } = await endpoint.handle({ headers, body })
    sendJson(response, status, answer, more)
  })
}

/** Puts our own words in place of every error text, and logs what is our fault. */
function tellErrors(server: Server, log: Logger) {
  server.on('restifyError', (request: Request, response: Response, error: unknown, done: () => void) => {
    const named =
      typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500
    const status = typeof named === 'number' && named in STATUSES ? named : named === 444 ? 400 : 500
    if (status >= 500) log.error({ err: error, method: request.method ?? '', status }, 'A request failed.')
    sendJson(response, status, refusalBody(status))
    done()
  })
  // Requests that are none: broken, too slow, or with too long headers.
  server.server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
    const status =
      error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
    socket.end(`HTTP/1.1 ${status} Refused\r\n${BARE_HEADERS}\r\n\r\n`)
  })
}

const STATUSES: Readonly<Record<number, true>> = {
  400: true,
  404: true,
  405: true,
  408: true,
  413: true,
  415: true,
  429: true,
  503: true,
}

function explainStart(error: NodeJS.ErrnoException, { host, port }: ServerOptions): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} of ${host} is taken, perhaps by another copy of this program. Stop it, or set PORT to another number.`,
      )
    case 'EACCES':
      return new StartError(`Port ${port} may not be used by this user. Set PORT to a number above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(
        `${host} is not an address of this machine. Set HOST to 127.0.0.1, or to 0.0.0.0 for all addresses.`,
      )
    default:
      return error
  }
}
