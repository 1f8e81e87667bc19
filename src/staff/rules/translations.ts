/** What differs between the languages of one entry: missing, out of date, other numbers, other names. */
import { DEFAULT_LOCALE } from '../../language/locale.ts'
import { type Content, entryFile, entryLocales } from '../content.ts'
import { type Finding, finding } from '../finding.ts'
import { asciiDigits } from './prose.ts'

/** Abbreviations that stay as they are in every language, so that people can find them on a door or a letter. */
const NAMES =
  /(?<![\p{L}\d])(?:IGI|CNRR|JRS|ANITP|UNHCR|DIMB|ITM|DGASPC|CNCD|AIDRom|LOGS|ACCEPT|InterACT|MyRO|WorkinRomania|EduCaB)(?![\p{L}\d])/gu
/** Names that languages write in their own way. */
const OWN_NAMES: Readonly<Record<string, RegExp>> = { UNHCR: /UNHCR|HCR|УВКБ|المفوضية/u }

/** Missing and stale translations, numbers and names that differ from the English words. */
export function* translationRules({ knowledge }: Content): Generator<Finding> {
  const source = knowledge.locales.get(DEFAULT_LOCALE)
  for (const locale of entryLocales(knowledge)) {
    const content = knowledge.locales.get(locale)!
    const missing = [...knowledge.entries.keys()].filter((id) => !content.entries.has(id))
    for (const [topic, ids] of Map.groupBy(missing, (id) => knowledge.entries.get(id)!.topic))
      yield finding('missing translation', 'warning', {
        file: entryFile(locale, topic),
        at: '',
        problem: `${ids.length} ${ids.length === 1 ? 'entry has' : 'entries have'} no words here: ${ids.join(', ')}.`,
        remedy: `Translate them; until then people read them in another language.`,
      })
    for (const { id } of knowledge.topics) {
      if (!content.titles.has(id))
        yield finding('missing translation', 'warning', {
          file: `knowledge/${locale}/topics.json`,
          at: id,
          problem: 'The topic has no title in this language.',
          remedy: 'Add it.',
        })
    }
    for (const [id, { answer, translation }] of content.entries) {
      const entry = knowledge.entries.get(id)
      const english = source?.entries.get(id)
      if (!entry) continue
      const file = entryFile(locale, entry.topic)
      if (translation.of < entry.revision)
        yield finding('stale translation', 'warning', {
          file,
          at: `${id}.translation`,
          problem: `It renders revision ${translation.of}; the entry is at ${entry.revision}.`,
          remedy: 'Read the English words again, correct these, then raise "of".',
        })
      if (!english || locale === DEFAULT_LOCALE || translation.of !== english.translation.of) continue
      yield* differences(file, id, english.answer.join(' '), answer.join(' '))
    }
  }
}

function* differences(file: string, id: string, english: string, text: string): Generator<Finding> {
  const wanted = numbersIn(english)
  const given = numbersIn(text)
  const lost = [...wanted].filter((number) => !given.has(number))
  const added = [...given].filter((number) => !wanted.has(number))
  if (lost.length > 0 || added.length > 0)
    yield finding('numbers differ', 'fault', {
      file,
      at: `${id}.answer`,
      problem: [
        ...(lost.length > 0 ? [`English has ${lost.join(', ')}`] : []),
        ...(added.length > 0 ? [`this text has ${added.join(', ')}`] : []),
      ]
        .join('; ')
        .concat('.'),
      remedy: 'Write the same numbers, in digits, in both.',
    })
  const names = new Set(english.match(NAMES) ?? [])
  const gone = [...names].filter((name) => !(OWN_NAMES[name] ?? new RegExp(name, 'u')).test(text))
  if (gone.length > 0)
    yield finding('names differ', 'warning', {
      file,
      at: `${id}.answer`,
      problem: `English names ${gone.join(', ')}; this text does not.`,
      remedy: 'Keep the abbreviation, at least in brackets: it stands on doors and letters.',
    })
}

/** "24 hours" is "day and night" elsewhere. */
const HOURS_OF_A_DAY = '24'

/**
 * Numbers of two digits and more, without the signs that group thousands; decades and ranges give both ends.
 * Single digits are left out, since languages write them as words, and numbers to dial, which another rule finds.
 */
export function numbersIn(text: string): Set<string> {
  const joined = asciiDigits(text).replace(/(?<=\d)[.,\u00a0\u202f\u066c '’](?=\d{3}(?!\d))/gu, '')
  return new Set(
    (joined.match(/\d{2,}/gu) ?? []).filter((number) => number !== HOURS_OF_A_DAY && !/^0\d{6}/.test(number)),
  )
}
