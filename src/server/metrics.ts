import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Languages and the like come from content, channels from code; nothing a person wrote may become a label. */
const LABEL = /^[A-Za-z0-9/_:.*-]{1,80}$/

/** Counts for Prometheus: how often and how fast, never what or who. */
export interface Metrics {
  /** One turn: which channel, what kind of reply, in which language, and how long it took in seconds. */
  countTurn(turn: { channel: string; kind: string; lang: string; seconds: number }): void
  /** One HTTP request; `route` is the pattern, never the address. */
  countRequest(request: { route: string; method: string; status: number }): void
  /** The state of a part, for example `assistant_entries`, read at each scrape. */
  watch(name: string, help: string, read: () => number): void
  render(): Promise<string>
  readonly contentType: string
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const turns = new Counter({
    name: 'assistant_turns_total',
    help: 'Turns by channel, kind of reply and language',
    labelNames: ['channel', 'kind', 'lang'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'assistant_turn_seconds',
    help: 'Time from message to reply',
    labelNames: ['channel'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers: [registry],
  })
  const label = (value: string) => (LABEL.test(value) ? value : 'other')

  return {
    countTurn({ channel, kind, lang, seconds: duration }) {
      turns.inc({ channel: label(channel), kind: label(kind), lang: label(lang) })
      seconds.observe({ channel: label(channel) }, duration)
    },
    countRequest({ route, method, status }) {
      requests.inc({ route: label(route), method: label(method), status: String(status) })
    },
    watch(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(read())
        },
      })
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
