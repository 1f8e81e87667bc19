import type { Server as HttpServer, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Request, Response, Server } from 'restify'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Caller, type DirectLine, DirectLineError } from '../channels/botframework/directline.ts'
import { BARE_HEADERS, mayUse, type Origins } from './guards.ts'
import { isPrivate } from './limits.ts'
import { headerOf, queryValue, sendJson } from './respond.ts'

const ROOT = '/v3/directline'
/** Silence after which an open stream is asked whether it lives; after two silences it is closed. */
const HEARTBEAT = 25_000
/** Bytes waiting for a browser that does not read; then it is gone. */
const MOST_UNREAD = 1_048_576
const GOING_AWAY = 1001

/** Serves Direct Line 3.0 by REST. */
export function serveDirectLine(server: Server, directLine: DirectLine): void {
  /** Runs an operation, and tells its refusal in Direct Line's form. */
  const route =
    (operation: (request: Request, caller: Caller) => readonly [status: number, body: unknown]) =>
    async (request: Request, response: Response) => {
      try {
        const [status, body] = operation(request, callerOf(request))
        sendJson(response, status, body)
      } catch (error) {
        if (!(error instanceof DirectLineError)) throw error
        const { status, code, message } = error
        sendJson(response, status, { error: { code, message } }, status === 503 ? { 'Retry-After': '1' } : {})
      }
    }

  server.post(
    `${ROOT}/tokens/generate`,
    route((_, { origin }) => [200, directLine.generate(origin)]),
  )
  server.post(
    `${ROOT}/tokens/refresh`,
    route((_, caller) => [200, directLine.refresh(caller)]),
  )
  server.post(
    `${ROOT}/conversations`,
    route((request, caller) => {
      const { isNew, ...issued } = directLine.begin(caller, request.body)
      return [isNew ? 201 : 200, { ...issued, streamUrl: streamUrl(request, issued) }]
    }),
  )
  server.get(
    `${ROOT}/conversations/:id`,
    route((request, caller) => {
      const issued = directLine.resume(caller, request.params.id)
      return [200, { ...issued, streamUrl: streamUrl(request, issued, queryValue(request, 'watermark')) }]
    }),
  )
  server.get(
    `${ROOT}/conversations/:id/activities`,
    route((request, caller) => [
      200,
      directLine.poll(caller, request.params.id, queryValue(request, 'watermark')),
    ]),
  )
  server.post(
    `${ROOT}/conversations/:id/activities`,
    route((request, caller) => [200, directLine.post(caller, request.params.id, request.body)]),
  )
}

/** Serves the streams of Direct Line by WebSocket. Returns how to end them all. */
export function serveStreams(http: HttpServer, directLine: DirectLine, origins: Origins): () => void {
  // Browsers send nothing but empty messages on a stream.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024, perMessageDeflate: false })
  const alive = new WeakSet<WebSocket>()

  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const refuseUpgrade = (status: number) =>
      socket.end(`HTTP/1.1 ${status} Refused\r\n${BARE_HEADERS}\r\n\r\n`)
    const [, conversationId] =
      /^\/v3\/directline\/conversations\/([\w-]{1,64})\/stream(?:\?|$)/.exec(request.url ?? '') ?? []
    if (!conversationId) return refuseUpgrade(404)
    const origin = headerOf(request, 'origin')
    if (!mayUse(origin, headerOf(request, 'host'), origins)) return refuseUpgrade(403)

    const caller = { token: queryValue(request, 't'), origin: origin ?? '' }
    const watermark = queryValue(request, 'watermark')
    try {
      // Asked before the handshake, so that a refusal is an HTTP status.
      directLine.resume(caller, conversationId)
    } catch (error) {
      return refuseUpgrade(error instanceof DirectLineError ? error.status : 500)
    }
    sockets.handleUpgrade(request, socket, head, (stream) =>
      attach(stream, caller, conversationId, watermark),
    )
  })

  function attach(stream: WebSocket, caller: Caller, conversationId: string, watermark: string | undefined) {
    alive.add(stream)
    stream.on('error', () => stream.terminate())
    try {
      const listening = directLine.listen(caller, conversationId, watermark, {
        send(batch) {
          if (stream.bufferedAmount > MOST_UNREAD) return stream.terminate()
          stream.send(JSON.stringify(batch))
          // A browser answers a ping after everything before it: so we learn what has arrived.
          stream.ping(batch.watermark)
        },
        end: () => stream.close(GOING_AWAY),
      })
      stream.on('pong', (data) => {
        alive.add(stream)
        if (data.length > 0) listening.acknowledge(data.toString())
      })
      stream.on('close', () => listening.stop())
    } catch {
      stream.close(GOING_AWAY)
    }
  }

  const heartbeat = setInterval(() => {
    for (const stream of sockets.clients) {
      if (!alive.delete(stream)) stream.terminate()
      else stream.ping()
    }
  }, HEARTBEAT)
  heartbeat.unref()

  return () => {
    clearInterval(heartbeat)
    for (const stream of sockets.clients) stream.close(GOING_AWAY)
    sockets.close()
  }
}

function callerOf(request: Request): Caller {
  const [, token] = /^Bearer ([\w.-]{1,2048})$/i.exec(headerOf(request, 'authorization') ?? '') ?? []
  return { token, origin: headerOf(request, 'origin') ?? '' }
}

/** Where the conversation streams, from the watermark that was asked for. */
function streamUrl(
  request: Request,
  { conversationId, token }: { conversationId: string; token: string },
  watermark?: string,
) {
  const host = headerOf(request, 'host') ?? 'localhost'
  // Behind a proxy that ends TLS, the proxy says so; from elsewhere it is not believed.
  const encrypted =
    isPrivate(request.socket.remoteAddress ?? '') && headerOf(request, 'x-forwarded-proto') === 'https'
  const query = new URLSearchParams({ ...(watermark ? { watermark } : {}), t: token })
  return `${encrypted ? 'wss' : 'ws'}://${host}${ROOT}/conversations/${conversationId}/stream?${query}`
}
