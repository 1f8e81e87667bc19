/**
 * The one port for everything kept between turns. Keys are HMACs and values are encrypted before they come here,
 * so an implementation sees neither people nor words. One contract suite runs on every implementation.
 */
export interface Store {
  get(key: string): Promise<string | undefined>
  /** Writes and lets the value die after `ttlSeconds` without another write. */
  set(key: string, value: string, ttlSeconds: number): Promise<void>
  delete(key: string): Promise<void>
  /** Writes only if nothing lives under the key; true if it wrote. Atomic: of two callers one gets true. */
  addIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean>
  close(): Promise<void>
}

/** The store did not do what was asked, quickly: callers go on without memory. */
export class StoreError extends Error {
  override readonly name = 'StoreError'

  constructor(problem: string, cause?: unknown) {
    super(problem, cause === undefined ? undefined : { cause })
  }
}
