import { createHash } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Request, Response, Server } from 'restify'
import { headerOf, queryValue, refuse } from './respond.ts'

/** What people open in a browser. Called for each request, so content that was reloaded shows at once. */
export interface Pages {
  /** HTML of the demo page. Its scripts and styles come from this server, or stand in it without attributes that run code. */
  demo(): string
  /** The widget, one file; fixed for the life of the process. */
  readonly widget: string | Buffer
  /** HTML of the full privacy notice in the language asked for, or in the default one. */
  privacy(lang: string | undefined): string
}

interface Asset {
  readonly body: Buffer
  readonly type: string
  readonly etag: string
  readonly packed: { readonly br: Buffer; readonly gzip: Buffer }
}

/** Pages packed once; the content changes seldom, and there is one privacy page per language. */
const MOST_ASSETS = 64

/** The part of the widget's hash that stands in its name, for example `/widget.1a2b3c4d5e6f.js`. */
export function widgetHash(widget: string | Buffer): string {
  return createHash('sha256').update(widget).digest('hex').slice(0, 12)
}

/** Serves the demo page, the widget under its two names, and the privacy notice. */
export function servePages(server: Server, pages: Pages): void {
  const widget = makeAsset(Buffer.from(pages.widget), 'text/javascript; charset=utf-8')
  const hash = widgetHash(pages.widget)
  const made = new Map<string, Asset>()

  function page(html: string): Asset {
    const known = made.get(html)
    if (known) return known
    if (made.size >= MOST_ASSETS) made.clear()
    const asset = makeAsset(Buffer.from(html), 'text/html; charset=utf-8')
    made.set(html, asset)
    return asset
  }

  function sendWidget(request: Request, response: Response, caching: string) {
    // Websites embed it, also with an integrity attribute, for which browsers ask for this.
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
    send(request, response, widget, caching)
  }

  function sendPage(request: Request, response: Response, html: string) {
    response.setHeader('Content-Security-Policy', pagePolicy(html, headerOf(request, 'host')))
    send(request, response, page(html), 'no-cache')
  }

  const routes: Record<string, (request: Request, response: Response) => void> = {
    '/': (request, response) => sendPage(request, response, pages.demo()),
    '/widget.js': (request, response) => sendWidget(request, response, 'public, max-age=300'),
    '/privacy': (request, response) =>
      sendPage(request, response, pages.privacy(queryValue(request, 'lang'))),
    '/:file': (request, response) =>
      request.params.file === `widget.${hash}.js`
        ? sendWidget(request, response, 'public, max-age=31536000, immutable')
        : refuse(response, 404),
  }
  for (const [path, handle] of Object.entries(routes)) {
    const handler = async (request: Request, response: Response) => handle(request, response)
    server.get(path, handler)
    server.head(path, handler)
  }
}

function send(request: Request, response: Response, asset: Asset, caching: string): void {
  response.setHeader('Cache-Control', caching)
  response.setHeader('ETag', asset.etag)
  response.setHeader('Vary', 'Accept-Encoding')
  if (headerOf(request, 'if-none-match')?.includes(asset.etag)) {
    response.sendRaw(304, '')
    return
  }
  const accepted = headerOf(request, 'accept-encoding') ?? ''
  const encoding = (['br', 'gzip'] as const).find((name) => new RegExp(`\\b${name}\\b`).test(accepted))
  const body = encoding ? asset.packed[encoding] : asset.body
  response.setHeader('Content-Type', asset.type)
  response.setHeader('Content-Length', body.length)
  if (encoding) response.setHeader('Content-Encoding', encoding)
  response.sendRaw(200, request.method === 'HEAD' ? '' : body)
}

function makeAsset(body: Buffer, type: string): Asset {
  return {
    body,
    type,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    packed: { br: brotliCompressSync(body), gzip: gzipSync(body, { level: 9 }) },
  }
}

/**
 * A policy that lets a page run what it came with and nothing else: our own files, and the scripts and styles
 * that stand in the page itself, each by its hash.
 */
export function pagePolicy(html: string, host: string | undefined): string {
  const hashes = (tag: 'script' | 'style') =>
    [...html.matchAll(new RegExp(`<${tag}(?: [^>]*)?>([^<]+)</${tag}>`, 'g'))].map(
      ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
    )
  // Older Safari does not count a WebSocket to the same host as 'self'.
  const socket = host && /^[A-Za-z0-9.:[\]-]{1,255}$/.test(host) ? [`ws://${host}`, `wss://${host}`] : []
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes('script')].join(' '),
    ["style-src 'self'", ...hashes('style')].join(' '),
    ["connect-src 'self'", ...socket].join(' '),
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
