/** Whether a text is written in the language and the letters of its folder. */
import { createDetector, type Detector } from '../../language/detect.ts'
import { mainScript, scriptOf } from '../../language/scripts.ts'
import { type Content, entryFile, type OwnTexts, proseOf } from '../content.ts'
import { type Finding, finding } from '../finding.ts'
import { stringsIn } from './prose.ts'

/** Script of the languages that are not written in Latin letters. */
const SCRIPTS: Readonly<Record<string, string>> = {
  uk: 'cyrillic',
  ru: 'cyrillic',
  ar: 'arabic',
  fa: 'arabic',
  ps: 'arabic',
  ur: 'arabic',
  hi: 'devanagari',
  ne: 'devanagari',
  bn: 'bengali',
  si: 'sinhala',
}

interface Foreign {
  readonly letters: RegExp
  readonly remedy: string
}

/** Letters that a language does not have, although its neighbour does. */
const FOREIGN: Readonly<Record<string, Foreign>> = {
  uk: { letters: /[ыэёъ]/iu, remedy: 'These are Russian letters: write і, и, е, є or an apostrophe.' },
  ru: { letters: /[іїєґ]/iu, remedy: 'These are Ukrainian letters: write и, е or г.' },
  ro: { letters: /[şţŞŢ]/u, remedy: 'Write ș and ț with a comma below, not with a cedilla.' },
  ar: { letters: /[يى]?[ٹڈڑےںھہ]/u, remedy: 'These are Urdu letters: write Arabic ones.' },
  fa: { letters: /[كىيٹڈڑے]/u, remedy: 'Write the Persian ک and ی, not the Arabic ones.' },
  ur: { letters: /[كيى]/u, remedy: 'Write the Urdu ک and ی, not the Arabic ones.' },
}

/** Names and words that stand in their own letters in every language: IOM, InterACT, farmacie. */
const FEWEST_LETTERS = 12
/** Share of letters in the language's own script below which the text is not in it; lists of places stay above. */
const FEWEST_OWN = 0.25

function share(text: string, script: string): number {
  let letters = 0
  let own = 0
  for (const sign of text) {
    const found = scriptOf(sign)
    if (found) letters++
    if (found === script) own++
  }
  return letters === 0 ? 1 : own / letters
}

/** Holds every sentence against the script and letters of its language, and every entry against the language itself. */
export function* languageRules({ knowledge, ownTexts }: Content): Generator<Finding> {
  for (const [locale, { entries }] of knowledge.locales) {
    for (const [id, { question, answer }] of entries) {
      const found = languageOf([question, ...answer].join(' '))
      if (found !== undefined && found !== locale && found in DETECTABLE && locale in DETECTABLE)
        yield finding('another language', 'fault', {
          file: entryFile(locale, knowledge.entries.get(id)?.topic ?? '…'),
          at: id,
          problem: `The question and answer are written in “${found}”.`,
          remedy: 'Translate them, or move them to the folder of their language.',
        })
    }
  }
  for (const { file, at, text, locale } of proseOf(knowledge)) yield* lettersOf(file, at, text, locale)
  for (const [locale, files] of ownTexts) yield* ownLetters(locale, files)
}

/** Languages that can be told apart; knowing nothing of our own texts, the detector cannot be led astray by them. */
const DETECTABLE: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ['en', 'ro', 'uk', 'ru', 'ar', 'fr', 'es', 'tr', 'fa', 'ps', 'ur', 'hi', 'bn', 'ne', 'si', 'vi'].map(
    (tag) => [tag, []],
  ),
)
let detector: Detector | undefined
/** Languages by text: an edit checks all entries twice. */
const detected = new Map<string, string | undefined>()

/** The language of a text where the text alone proves it. */
function languageOf(text: string): string | undefined {
  if (!detected.has(text)) {
    detector ??= createDetector(DETECTABLE)
    const { locale, sure } = detector.detect(text)
    detected.set(text, sure ? locale : undefined)
  }
  return detected.get(text)
}

function* ownLetters(locale: string, files: OwnTexts): Generator<Finding> {
  for (const [name, value] of files) {
    if (name === 'followups') continue
    for (const { at, text } of stringsIn(value))
      yield* lettersOf(`locales/${locale}/${name}.json`, at, text, locale)
  }
}

function* lettersOf(file: string, at: string, text: string, locale: string): Generator<Finding> {
  const foreign = FOREIGN[locale]
  const letter = foreign?.letters.exec(text)?.[0]
  if (foreign && letter)
    yield finding('letters of another language', 'fault', {
      file,
      at,
      problem: `“${letter}” is no letter of this language.`,
      remedy: foreign.remedy,
    })
  const expected = SCRIPTS[locale] ?? 'latin'
  const main = mainScript(text)
  if (
    main &&
    main.script !== expected &&
    main.letters >= FEWEST_LETTERS &&
    share(text, expected) < FEWEST_OWN
  )
    yield finding('another script', 'fault', {
      file,
      at,
      problem: `The text is written in ${main.script} letters.`,
      remedy: 'It is probably not translated, or stands in the wrong folder.',
    })
}
