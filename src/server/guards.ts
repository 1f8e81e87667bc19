import helmet from 'helmet'
import type { Next, Request, RequestHandler, Response } from 'restify'
import { headerOf, refuse } from './respond.ts'

/** Bytes of a body that are read. */
export const MOST_BYTES = 65_536
/** Levels of a body; the deepest activity that we know of has nine. */
const MOST_DEPTH = 24

/** What the widget and the usual Direct Line client send along. */
const CORS_HEADERS = 'authorization, content-type, x-ms-bot-agent, x-requested-with'

/**
 * Headers for every response, whatever becomes of it. What is not a page may do nothing in a browser at all;
 * a page replaces the policy with its own.
 */
export function secureHeaders(): RequestHandler {
  const setHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // Kept for a year; browsers heed it over https only.
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  })
  return function secure(request: Request, response: Response, next: Next) {
    // Our own pages may ask where a person is: the widget's “Places near me”, which the person presses.
    response.setHeader('Permissions-Policy', 'camera=(), geolocation=(self), microphone=()')
    response.removeHeader('Server')
    setHeaders(request, response, () => next())
  }
}

/** A host as a browser writes it: a name or an address, and perhaps a port. */
const HOST = /^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/

/**
 * Refuses requests whose target makes no address. restify builds one from the target and the Host header where nothing
 * catches what it throws, so a single such request would end the process.
 */
export function soundTarget(): RequestHandler {
  return function sound(request: Request, response: Response, next: Next) {
    // a whole address, as proxies may send it, is served as its path
    if (request.url?.startsWith('http://') && URL.canParse(request.url)) {
      const { pathname, search } = new URL(request.url)
      request.url = pathname + search
    }
    const target = request.url ?? ''
    const host = headerOf(request, 'host') ?? 'localhost'
    const isPath = target.startsWith('/') || target === '*'
    if (isPath && HOST.test(host) && URL.canParse(`http://${host}${target === '*' ? '/' : target}`))
      return next()
    refuse(response, 400)
    return next(false)
  }
}

/** The same headers for answers that Node itself gives before a request is one. */
export const BARE_HEADERS = [
  'Connection: close',
  "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options: nosniff',
  'X-Frame-Options: DENY',
  'Referrer-Policy: no-referrer',
  'Cache-Control: no-store',
  'Content-Length: 0',
].join('\r\n')

/**
 * Lets through only bodies that restify can read without harm: its gzip reader brings the process down on a
 * broken stream and knows no limit, and its form reader writes uploads to the disk.
 */
export function plainJsonOnly(): RequestHandler {
  return function plainJson(request: Request, response: Response, next: Next) {
    const encoding = headerOf(request, 'content-encoding')
    const length = Number(headerOf(request, 'content-length') ?? 0)
    const hasBody = length > 0 || request.headers['transfer-encoding'] !== undefined
    const type = headerOf(request, 'content-type')?.split(';')[0]?.trim().toLowerCase()

    const status =
      (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') ||
      (hasBody && type !== 'application/json')
        ? 415
        : length > MOST_BYTES
          ? 413
          : undefined
    if (status === undefined) {
      // restify would take “identity” for an encoding that it does not know.
      delete request.headers['content-encoding']
      return next()
    }
    // The rest of the body is not waited for.
    refuse(response, status, { Connection: 'close' })
    next(false)
  }
}

/** Refuses bodies nested so deep that walking them could end the process. */
export function shallowOnly(): RequestHandler {
  return function shallow(request: Request, response: Response, next: Next) {
    if (isShallow(request.body, MOST_DEPTH)) return next()
    refuse(response, 400)
    next(false)
  }
}

/** Without recursion, which is what the guard is against. */
export function isShallow(value: unknown, levels: number): boolean {
  let layer: unknown[] = [value]
  for (let depth = 0; layer.length > 0; depth += 1) {
    if (depth > levels) return false
    layer = layer.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return true
}

export interface Origins {
  /** For example `https://romania.iom.int`. */
  readonly allowed: readonly string[]
  /** Any page on this machine may use the widget. */
  readonly development: boolean
}

/**
 * Whether a page of this origin may use the assistant. Our own pages may, and so may whoever names no origin:
 * that is no browser, and there is nothing to protect it from.
 */
export function mayUse(
  origin: string | undefined,
  host: string | undefined,
  { allowed, development }: Origins,
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true
  if (!URL.canParse(origin)) return false
  const { hostname, host: named } = new URL(origin)
  if (named === host) return true
  return development && (hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]')
}

/** Answers the browser's questions for other websites (CORS), and refuses those that are not on the list. */
export function crossOrigin(origins: Origins): RequestHandler {
  return function cors(request: Request, response: Response, next: Next) {
    if (!request.url?.startsWith('/v3/directline/')) return next()
    const origin = headerOf(request, 'origin')
    response.setHeader('Vary', 'Origin')
    if (!mayUse(origin, headerOf(request, 'host'), origins)) {
      refuse(response, 403)
      return next(false)
    }
    if (origin !== undefined) response.setHeader('Access-Control-Allow-Origin', origin)
    if (request.method !== 'OPTIONS') return next()
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST')
    response.setHeader('Access-Control-Allow-Headers', CORS_HEADERS)
    response.setHeader('Access-Control-Max-Age', '86400')
    response.sendRaw(204, '')
    next(false)
  }
}
