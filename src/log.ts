import {
  type DestinationStream,
  destination as fileDestination,
  type Logger,
  pino,
  stdTimeFunctions,
} from 'pino'

export type { Logger } from 'pino'

/**
 * The only fields that a log line may carry, beside the error. Whatever else is passed is left out, so
 * that a whole request, update or reply handed over by mistake cannot end up on disk.
 */
const FIELDS = new Set(
  `action attempt bytes changed channel channels code connections count day deleted direction entries
   event facts faults file host kind lang languages limit locale locales method mode ms on part port
   problem reason remedy retryAfter route running seconds signal state status step store version`.split(
    /\s+/,
  ),
)

/** Errors of ours, whose messages are sentences we wrote and hold nobody's words. */
const OWN_ERRORS = new Set(['ContentError', 'ConfigError', 'StoreError', 'StartError'])

/** A line longer than this is not something we meant to write. */
const LONGEST_VALUE = 300

const TOKENS: readonly [RegExp, string][] = [
  [/bot\d{5,20}:[\w-]{10,100}/g, 'bot[redacted]'],
  [/\b\d{5,20}:[\w-]{30,100}/g, '[redacted]'],
  [/Bearer\s{1,3}[\w.~+/=-]{1,4096}/gi, 'Bearer [redacted]'],
  [/\beyJ[\w-]{5,4096}(?:\.[\w-]{0,4096}){1,2}/g, '[redacted]'],
  [/\bdl_[\w-]{10,100}/g, '[redacted]'],
  [/([?&](?:t|token|access_token|secret)=)[^&\s"\\]{1,4096}/g, '$1[redacted]'],
]

/** Strikes tokens and the given secrets out of a text. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const withoutSecrets = secrets
    .filter((secret) => secret.length >= 6)
    .reduce((line, secret) => line.replaceAll(secret, '[redacted]'), text)
  return TOKENS.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), withoutSecrets)
}

/**
 * What may be known of an error: its kind, codes and where it happened.
 *
 * The message is kept only where we wrote it ourselves or the operating system did: those of parsers and
 * HTTP clients quote what they were given, and that can be what a person wrote.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, statusCode, status, syscall } = error as Error & Record<string, unknown>
  const mayQuote = !OWN_ERRORS.has(error.name) && typeof syscall !== 'string'
  return {
    type: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof statusCode === 'number' ? { status: statusCode } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(mayQuote ? {} : { message: error.message.slice(0, LONGEST_VALUE * 10) }),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s{2,8}at /.test(line))
      .slice(0, 12)
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

export interface LogOptions {
  /** Default `info`. */
  readonly level?: string
  /** Values to strike out wherever they appear. */
  readonly secrets?: readonly string[]
  /** Default: standard output. */
  readonly destination?: DestinationStream
}

/**
 * Makes the logger, JSON lines. It decides what may be written down: known technical fields, our own
 * fixed sentences and errors without their messages; never a text, a user id or a token.
 *
 * The lines are filtered on their way out rather than through pino's formatters, since those do not see
 * what a child logger is bound to, and libraries make children.
 */
export function createLog({ level = 'info', secrets = [], destination }: LogOptions = {}): Logger {
  const target = destination ?? fileDestination({ fd: 1, sync: true })
  const filtering: DestinationStream = {
    write(line) {
      target.write(`${redact(JSON.stringify(filterLine(JSON.parse(line))), secrets)}\n`)
    },
  }
  return pino(
    {
      level,
      // No process id and host name: they tell nothing here.
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      hooks: {
        // Without a sentence pino would use the error's message, and it would put further arguments into
        // the sentence: both could be a person's words.
        logMethod([first, second], method) {
          if (typeof first === 'string') return method.call(this, first)
          const fields: object = first instanceof Error ? { err: first } : (first ?? {})
          const sentence: unknown = second
          return method.call(
            this,
            fields,
            typeof sentence === 'string' ? sentence : 'err' in fields ? 'Something failed.' : '',
          )
        },
      },
    },
    filtering,
  )
}

/** Keeps the frame of a line, its sentence and error, and the fields that are allowed. */
function filterLine({ level, time, msg, err, ...fields }: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(fields)
    .filter(([name, value]) => FIELDS.has(name) && isPlain(value))
    .map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, LONGEST_VALUE) : value])
  return {
    level,
    time,
    ...Object.fromEntries(kept),
    ...(err === undefined ? {} : { err }),
    msg: String(msg).slice(0, LONGEST_VALUE),
  }
}

function isPlain(value: unknown): boolean {
  return (
    ['string', 'number', 'boolean'].includes(typeof value) ||
    (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  )
}
