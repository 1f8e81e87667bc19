/** A place where people meet the bot. Reads what they send, calls the one door, renders what comes back. */
export interface Channel {
  readonly name: string
  /** Begins to receive; resolves once the channel is on. Throws with a sentence that says what to set. */
  start(): Promise<void>
  /** Takes nothing new, finishes the turns that are running, then resolves. */
  stop(): Promise<void>
}
