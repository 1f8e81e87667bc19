/** Reply kinds, in the words of docs/architecture.md. */
export type ReplyKind = 'crisis' | 'command' | 'smalltalk' | 'answer' | 'choose' | 'none' | 'trouble'

/** One number to press. */
export interface PhoneLine {
  /** What a phone dials: digits and a leading plus where there is one. */
  readonly dial: string
  /** What a person reads. */
  readonly display: string
  readonly via: 'call' | 'sms' | 'whatsapp'
  /** A few words beside the number, in the reader's language: "free", "from abroad", "text message only". */
  readonly label?: string
}

/** A contact as a card: tappable numbers, e-mail, page. */
export interface ContactCard {
  readonly id: string
  readonly name: string
  readonly lines: readonly PhoneLine[]
  readonly email?: string
  readonly url?: string
  /** Hours and languages as sentences in the reader's language; says so where hours are not known. */
  readonly details: readonly string[]
}

export interface PlaceCard {
  readonly id: string
  readonly name: string
  /** Street where a fact gives one, town and county. */
  readonly address: string
  readonly latitude?: number
  readonly longitude?: number
  /** `town`: the coordinates are the middle of the town, never a pin to walk to. */
  readonly exact: 'place' | 'town'
  /** For the map link at town level, or of the place itself. */
  readonly mapUrl: string
  readonly details: readonly string[]
}

export interface Link {
  readonly label: string
  readonly url: string
}

/**
 * An option offered to the person. `id` is at most 64 bytes of [a-z0-9:-]:
 * an entry or topic id, or a prefixed action such as `lang:uk`, `cmd:topics`, `help:yes:<entry>`.
 */
export interface Choice {
  readonly id: string
  readonly label: string
  /** The entry that the choice opens, where it opens one. */
  readonly entry?: string
  /** A short label that may share its row with others. */
  readonly compact?: true
}

/** A reply as data. Every channel renders the same one, in this order of fields. */
export interface Reply {
  readonly kind: ReplyKind
  /** Language in which the person is addressed. */
  readonly lang: string
  /** The entry's language, where it differs from `lang`. */
  readonly answerLang?: string
  readonly direction: 'ltr' | 'rtl'
  /** Numbers in the very first line, before anything else; only `crisis`, `trouble` and `/sos` have them. */
  readonly numbers: readonly PhoneLine[]
  /** Said at first contact in a conversation and language: machine, free, no emergencies. Before the title, but after `numbers` and their paragraphs in danger. */
  readonly notice: readonly string[]
  readonly title?: string
  readonly paragraphs: readonly string[]
  readonly contacts: readonly ContactCard[]
  readonly places: readonly PlaceCard[]
  readonly links: readonly Link[]
  /** Cautions and the state of the translation, one short sentence each. */
  readonly notes: readonly string[]
  /** Where the answer comes from, and the date of that page. */
  readonly source?: string
  /** Offered below an answer: a line that says what the choices are. */
  readonly prompt?: string
  readonly choices: readonly Choice[]
  /** The entry that answers; its confidence from 0 to 1; the facts it rests on. */
  readonly entry?: string
  readonly confidence?: number
  readonly facts: readonly string[]
  /**
   * Asked of the channel after it has shown this reply: `forget` removes what the channel itself keeps
   * (messages on Telegram, the Direct Line buffer).
   */
  readonly effect?: 'forget'
}

/** What a bare reply holds; the rest is added by name. */
export function emptyReply(kind: ReplyKind, lang: string, direction: 'ltr' | 'rtl'): Reply {
  return {
    kind,
    lang,
    direction,
    numbers: [],
    notice: [],
    paragraphs: [],
    contacts: [],
    places: [],
    links: [],
    notes: [],
    choices: [],
    facts: [],
  }
}
