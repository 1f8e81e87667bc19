import type { Request, Response } from 'restify'

/** What is said for a status; never what a library says, which may quote the request or our own insides. */
const REFUSALS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ['BadRequest', 'This request could not be read.'],
  403: ['Forbidden', 'This website may not use the assistant. Its operator can add it to ALLOWED_ORIGINS.'],
  404: ['NotFound', 'There is nothing here.'],
  405: ['MethodNotAllowed', 'This cannot be done here.'],
  408: ['RequestTimeout', 'The request came too slowly.'],
  413: ['PayloadTooLarge', 'This is too much at once. At most 64 kB are read.'],
  415: ['UnsupportedMediaType', 'Send JSON as application/json, without a content encoding.'],
  429: ['TooManyRequests', 'Too many requests. Try again in a moment.'],
  500: ['InternalError', 'Something failed here. Try again in a moment.'],
  503: ['Unavailable', 'Not available just now. Try again in a moment.'],
}

/** The JSON of a refusal. */
export function refusalBody(status: number): { error: { code: string; message: string } } {
  const [code, message] = REFUSALS[status] ?? REFUSALS[status >= 500 ? 500 : 400] ?? ['Error', 'Refused.']
  return { error: { code, message } }
}

/** Ends the response with JSON, or with nothing. Not through restify's formatters, which choose by what the client accepts. */
export function sendJson(
  response: Response,
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent) return
  response.setHeader('Cache-Control', 'no-store')
  const text = body === undefined ? '' : JSON.stringify(body)
  response.sendRaw(status, text, {
    ...headers,
    ...(text ? { 'Content-Type': 'application/json; charset=utf-8' } : {}),
  })
}

export function refuse(
  response: Response,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendJson(response, status, refusalBody(status), headers)
}

/** One value of the query string; undefined where there is none, or the address cannot be read. */
export function queryValue(request: Pick<Request, 'url'>, name: string): string | undefined {
  const address = `http://localhost${request.url ?? '/'}`
  return URL.canParse(address) ? (new URL(address).searchParams.get(name) ?? undefined) : undefined
}

/** A header as one string. */
export function headerOf(request: Pick<Request, 'headers'>, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
