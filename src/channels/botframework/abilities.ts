/** What a platform behind the Bot Framework can show. */
export interface Abilities {
  /** Characters of one message. */
  readonly textLimit: number
  /** Below the text, on a card, or as numbered lines of the text itself. */
  readonly buttons: 'suggested' | 'card' | 'list'
  /** Buttons of one message. */
  readonly mostButtons: number
  /** Characters on a button. */
  readonly titleLimit: number
  /** A tap brings `value: {choice: id}`; otherwise it brings the label as if it had been typed. */
  readonly value: boolean
  /** `channelData` is ours to fill; elsewhere it is the platform's own message format, and a foreign field breaks it. */
  readonly channelData: boolean
  /** Numbers become buttons that dial. */
  readonly dials: boolean
}

const WEB: Abilities = {
  textLimit: 20_000,
  buttons: 'suggested',
  mostButtons: 50,
  titleLimit: 200,
  value: true,
  channelData: true,
  dials: true,
}

/** Numbered lines work on everything that shows text. */
const PLAIN: Abilities = {
  textLimit: 4000,
  buttons: 'list',
  mostButtons: 20,
  titleLimit: 200,
  value: false,
  channelData: true,
  dials: false,
}

const NATIVE: Abilities = { ...PLAIN, channelData: false }

/**
 * Limits per channel id, from the platforms' own documentation and from the choice tables of the Bot
 * Framework SDK (`botbuilder-dialogs`, `choices/channel`).
 */
const ABILITIES: ReadonlyMap<string, Abilities> = new Map([
  // Our widget draws the reply itself and makes every number a link.
  ['website', { ...WEB, dials: false }],
  ['webchat', WEB],
  ['directline', WEB],
  ['emulator', WEB],
  // Suggested actions exist in one-to-one chats only, and only as typed text.
  ['msteams', { ...PLAIN, textLimit: 20_000, buttons: 'card', mostButtons: 6, titleLimit: 60, value: true }],
  ['facebook', { ...NATIVE, textLimit: 2000, buttons: 'suggested', mostButtons: 11, titleLimit: 20 }],
  ['telegram', { ...NATIVE, textLimit: 4096, buttons: 'suggested', mostButtons: 50, titleLimit: 60 }],
  ['line', { ...NATIVE, textLimit: 5000, buttons: 'suggested', mostButtons: 13, titleLimit: 20 }],
  ['slack', { ...NATIVE, textLimit: 4000, buttons: 'card', mostButtons: 20, titleLimit: 75 }],
  ['groupme', { ...NATIVE, textLimit: 1000 }],
  ['sms', { ...NATIVE, textLimit: 1600 }],
  ['email', { ...NATIVE, textLimit: 20_000 }],
])

/** What the channel can show; a channel that we do not know gets plain text with numbered lines. */
export function abilitiesOf(channelId: string): Abilities {
  return ABILITIES.get(channelId) ?? PLAIN
}
