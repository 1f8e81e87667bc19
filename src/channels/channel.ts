/** A place where people meet the bot. Reads what they send, calls the one door, renders what comes back. */
export interface Channel {
  readonly name: string
  /** Begins to receive; resolves once the channel is on. Throws with a sentence that says what to set. */
  start(): Promise<void>
  /** Takes nothing new, finishes the turns that are running, then resolves. */
  stop(): Promise<void>
}

/**
 * A channel that is reached by HTTP: the server takes JSON by POST on this path and hands it over.
 * Size, depth, encoding and speed are already limited; whether the sender may be believed is the channel's to check.
 */
export interface Endpoint {
  /** For example `/api/messages`. */
  readonly path: string
  /** Rejects only for a bug; what the sender did wrong is a status. */
  handle(request: EndpointRequest): Promise<EndpointResponse>
}

export interface EndpointRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Parsed JSON: anything, also null. */
  readonly body: unknown
}

export interface EndpointResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; nothing is sent without it. */
  readonly body?: unknown
}

/** True for the first caller with this id, false for later ones for 48 h. Never rejects. */
export type FirstTime = (channel: string, id: string) => Promise<boolean>
