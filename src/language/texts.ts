import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import i18next, { type i18n } from 'i18next'
import type bot from '../../locales/en/bot.json'
import type commands from '../../locales/en/commands.json'
import type privacy from '../../locales/en/privacy.json'
import { ContentError, type Fault } from '../fault.ts'
import { DEFAULT_LOCALE, type Locales } from './locale.ts'

/** The dotted paths to every string in `T`: text keys get their type from the default language. */
type Keys<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Keys<T[K]>}` }[keyof T & string]

export type TextKey = Keys<typeof bot>
export type CommandTexts = typeof commands
export type PrivacyTexts = typeof privacy

/** The bot's own sentences in one language. Values fill placeholders; they are never read as keys. */
export type Say = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string

/** Words of short follow-up messages, by what they ask for: see `locales/en/followups.json`. */
export type FollowupWords = Readonly<Record<string, readonly string[]>>

export interface Texts {
  /** The sentences in `locale`; what is missing there is said in the default language. */
  say(locale: string): Say
  commands(locale: string): CommandTexts
  privacy(locale: string): PrivacyTexts
  followups(locale: string): FollowupWords
  /** The widget's labels in `locale`. */
  widget(locale: string): Readonly<Record<string, string>>
}

/**
 * Reads every `locales/<locale>/*.json` but `language.json`.
 *
 * @throws ContentError if a file is no JSON object, or the default language is missing.
 */
export async function loadTexts(folder: string, locales: Locales): Promise<Texts> {
  const faults: Fault[] = []
  const resources: Record<string, Record<string, Record<string, unknown>>> = {}
  for (const tag of locales.keys()) {
    const files = (await readdir(join(folder, tag))).filter(
      (file) => file.endsWith('.json') && file !== 'language.json',
    )
    const namespaces: Record<string, Record<string, unknown>> = {}
    for (const file of files) {
      const parsed = parseObject(await readFile(join(folder, tag, file), 'utf8'))
      if (parsed) namespaces[file.slice(0, -5)] = parsed
      else
        faults.push({
          file: `locales/${tag}/${file}`,
          at: '',
          problem: 'this is not a JSON object.',
          remedy: 'Compare it with the same file in locales/en.',
        })
    }
    resources[tag] = namespaces
  }
  if (!resources[DEFAULT_LOCALE]?.bot)
    faults.push({
      file: `locales/${DEFAULT_LOCALE}/bot.json`,
      at: '',
      problem: 'the default language has no sentences.',
      remedy: 'Put the file back: every other language falls back to it.',
    })
  if (faults.length > 0) throw new ContentError(faults)
  return createTexts(await createI18n(resources), resources)
}

async function createI18n(resources: Record<string, Record<string, Record<string, unknown>>>): Promise<i18n> {
  const instance = i18next.createInstance()
  await instance.init({
    resources,
    fallbackLng: DEFAULT_LOCALE,
    defaultNS: 'bot',
    ns: ['bot'],
    // Replies are data, not HTML: escaping would show entities to people.
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  return instance
}

function createTexts(
  instance: i18n,
  resources: Record<string, Record<string, Record<string, unknown>>>,
): Texts {
  const whole = <T>(locale: string, namespace: string): T =>
    ({ ...resources[DEFAULT_LOCALE]?.[namespace], ...resources[locale]?.[namespace] }) as T
  return {
    say(locale) {
      // A fixed translator per turn: a shared "current language" would mix people up.
      const translate = instance.getFixedT(locale, 'bot')
      return (key, values) => translate(key, values ?? {})
    },
    commands: (locale) => whole<CommandTexts>(locale, 'commands'),
    privacy: (locale) => whole<PrivacyTexts>(locale, 'privacy'),
    followups: (locale) => (resources[locale]?.followups ?? {}) as FollowupWords,
    widget: (locale) => whole<Record<string, string>>(locale, 'widget'),
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
