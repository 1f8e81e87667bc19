/** What is remembered between turns: ids and counters, never a text and never a name. */
export interface Session {
  readonly version: 1
  /** Language that the person chose. */
  readonly language?: string
  /** Language of the last turn: decides ties when a message could be in several. */
  readonly lastLanguage?: string
  /** Languages in which the first-contact notice was shown. */
  readonly greeted: readonly string[]
  /** Id of the last entry shown, for "and in Cluj?", "phone?", "more". */
  readonly lastEntry?: string
  /** Ids of the choices last offered, for "the second one". */
  readonly lastChoices: readonly string[]
  /** Questions in a row that found no answer. */
  readonly missesInRow: number
  /** Ids of the entries on which the person has already said whether they helped: a voice counts once. */
  readonly voiced?: readonly string[]
  /** Whether unanswered questions may reach staff, once asked. */
  readonly missConsent?: 'yes' | 'no'
}

export const newSession: Session = { version: 1, greeted: [], lastChoices: [], missesInRow: 0 }

/** Remembers people for 24 h of silence. Implementations may fail; the conversation then goes on without memory. */
export interface SessionStore {
  read(channel: string, userId: string): Promise<Session | undefined>
  write(channel: string, userId: string, session: Session): Promise<void>
  forget(channel: string, userId: string): Promise<void>
}
