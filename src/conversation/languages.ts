import type { Detection } from '../language/detect.ts'
import { DEFAULT_LOCALE, type Locales } from '../language/locale.ts'
import type { Texts } from '../language/texts.ts'
import { followupOf } from './followup.ts'
import type { Session } from './session.ts'

/** Languages whose readers often type them in Latin letters and that have entries of their own. */
const TYPED_IN_LATIN: ReadonlySet<string> = new Set(['uk', 'ru', 'ar'])

/**
 * Languages read through their consonants match weakly with anything in Latin letters, so they are searched only
 * where the text may well be one of them.
 */
const LATIN_TYPED = 0.1

/** A tag such as `pt-BR` or `uk` as one of our locales. */
export function localeOf(tag: string | undefined, locales: Locales): string | undefined {
  if (!tag) return undefined
  const small = tag.toLowerCase()
  return (
    [...locales.keys()].find((locale) => locale === small) ??
    [...locales.keys()].find((locale) => small.startsWith(`${locale}-`))
  )
}

/** Language of a turn without a text of its own: chosen, last used, the app's hint, the default. */
export function languageWithoutText(session: Session, hint: string | undefined, locales: Locales): string {
  return (
    localeOf(session.language, locales) ??
    localeOf(session.lastLanguage, locales) ??
    localeOf(hint, locales) ??
    DEFAULT_LOCALE
  )
}

export interface TurnLanguage {
  readonly lang: string
  /** The person chose another language, but this message is surely written in `lang`: offer to switch. */
  readonly offer?: string
}

/**
 * Language of the reply to a text: the one the person chose, unless the message is surely in another of ours;
 * else the one it is written in; else what the person last used, the app's hint, the default.
 */
export function languageOfText(
  detection: Detection,
  session: Session,
  hint: string | undefined,
  locales: Locales,
): TurnLanguage {
  const written = localeOf(detection.locale, locales)
  const chosen = localeOf(session.language, locales)
  if (chosen && written && written !== chosen && detection.sure) return { lang: written, offer: written }
  return { lang: chosen ?? written ?? languageWithoutText(session, hint, locales) }
}

/** "друге" after a Ukrainian answer is Ukrainian, however Russian the one word looks: it goes on with what was said. */
export function languageOfFollowup(text: string, session: Session, texts: Texts): TurnLanguage | undefined {
  const spoken = session.language ?? session.lastLanguage
  if (!spoken || !followupOf(text, session, [texts.followups(spoken)], 0)) return undefined
  return { lang: spoken }
}

/**
 * Languages whose entries are searched for a text: all of its script, since a wrong guess of the language would lose
 * the answer, and for Latin letters also those that are often typed in them. The likeliest first.
 */
export function searchLocales(
  text: string,
  detection: Detection,
  lang: string,
  searched: readonly string[],
): string[] {
  const typed = detection.candidates.filter(
    ({ locale, probability }) =>
      TYPED_IN_LATIN.has(locale) && (probability >= LATIN_TYPED || locale === detection.latinTyped),
  )
  const likely = [lang, ...detection.candidates.map(({ locale }) => locale), ...searched]
  const written = likely.filter((locale) => scriptOf(locale).test(text))
  const found = [...new Set([...written, ...typed.map(({ locale }) => locale)])].filter((locale) =>
    searched.includes(locale),
  )
  return found.length > 0 ? found : searched.filter((locale) => locale === lang)
}

const scripts = new Map<string, RegExp>()

/** Whether a text has a letter of the script in which a locale is usually written. */
function scriptOf(locale: string): RegExp {
  const known = scripts.get(locale)
  if (known) return known
  const code = new Intl.Locale(locale).maximize().script ?? 'Latn'
  const letter = new RegExp(`\\p{Script=${code}}`, 'u')
  scripts.set(locale, letter)
  return letter
}
