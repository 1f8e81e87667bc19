/** A question without an answer, kept without its author, scrubbed of personal data, and only with consent. */
export interface Miss {
  /** Scrubbed question, at most 200 characters. */
  readonly text: string
  readonly locale: string
  /** Why it is here: nothing was found, or the person said that the answer was not what they meant. */
  readonly reason: 'none' | 'not-meant'
}

export interface GroupedMiss extends Miss {
  /** Day in Romania, `YYYY-MM-DD`; no finer time is kept. */
  readonly day: string
  readonly count: number
}

/** Where misses and counts of feedback are kept: 30 days, grouped, without author. */
export interface MissLog {
  add(miss: Miss): Promise<void>
  /** One more "this helped" or "this did not help" for an entry in a language. */
  countFeedback(entry: string, locale: string, helped: boolean): Promise<void>
  /** Grouped by day, locale, reason and text, newest first. */
  list(): Promise<readonly GroupedMiss[]>
  /** Only entries with at least five voices; fewer could point at a person. */
  feedback(): Promise<readonly { entry: string; locale: string; helped: number; notHelped: number }[]>
}
