/** The bot's own sentences: every key in every language, the same placeholders, all plural forms. */
import { DEFAULT_LOCALE } from '../../language/locale.ts'
import type { Content, OwnTexts } from '../content.ts'
import { type Finding, finding } from '../finding.ts'
import { stringsIn } from './prose.ts'

const PLACEHOLDER = /\{\{\s*[\w.-]{1,40}\s*\}\}/gu
/** The endings that i18next gives plural forms (https://www.i18next.com/translation-function/plurals). */
const PLURAL = /_(zero|one|two|few|many|other)$/u

/** Compares the sentences of every language with the English ones. */
export function* ownTextRules({ ownTexts }: Content): Generator<Finding> {
  const source = ownTexts.get(DEFAULT_LOCALE)
  if (!source) return
  for (const [tag, files] of ownTexts) {
    for (const [name, value] of source) {
      if (name === 'language' || name === 'followups') continue
      yield* compareFile(tag, name, value, files)
    }
    for (const name of files.keys())
      if (!source.has(name))
        yield finding('unknown sentence', 'fault', {
          file: `locales/${tag}/${name}.json`,
          at: '',
          problem: 'English has no such file.',
          remedy: 'Correct the name, or delete it.',
        })
  }
}

function* compareFile(tag: string, name: string, english: unknown, files: OwnTexts): Generator<Finding> {
  const file = `locales/${tag}/${name}.json`
  const texts = new Map([...stringsIn(files.get(name))].map(({ at, text }) => [at, text]))
  const wanted = new Map([...stringsIn(english)].map(({ at, text }) => [at, text]))
  const plurals = new Set(
    [...wanted.keys()].filter((at) => PLURAL.test(at)).map((at) => at.replace(PLURAL, '')),
  )
  const missing = [...wanted.keys()].filter((at) => !PLURAL.test(at) && !texts.has(at) && !at.includes('['))
  if (missing.length > 0)
    yield finding('missing sentence', 'warning', {
      file,
      at: '',
      problem: `${missing.length === 1 ? 'One sentence is' : `${missing.length} sentences are`} not translated: ${missing.join(', ')}.`,
      remedy: 'Translate; until then people read English.',
    })
  for (const stemKey of plurals) {
    for (const form of new Intl.PluralRules(tag).resolvedOptions().pluralCategories) {
      if (!texts.has(`${stemKey}_${form}`) && texts.size > 0)
        yield finding('plural form', 'fault', {
          file,
          at: `${stemKey}_${form}`,
          problem: `The form “${form}” is missing; this language needs it.`,
          remedy: `Add "${stemKey.split('.').at(-1)}_${form}".`,
        })
    }
  }
  for (const [at, text] of texts) {
    const stemKey = at.replace(PLURAL, '')
    const model = wanted.get(at) ?? (plurals.has(stemKey) ? wanted.get(`${stemKey}_other`) : undefined)
    if (model === undefined) {
      if (!at.includes('['))
        yield finding('unknown sentence', 'fault', {
          file,
          at,
          problem: 'English has no such sentence.',
          remedy: 'Correct the name, or delete it.',
        })
      continue
    }
    yield* placeholders(file, at, model, text, PLURAL.test(at))
  }
}

function* placeholders(
  file: string,
  at: string,
  model: string,
  text: string,
  plural: boolean,
): Generator<Finding> {
  const names = (from: string) =>
    new Set((from.match(PLACEHOLDER) ?? []).map((each) => each.replace(/[{}\s]/g, '')))
  const wanted = names(model)
  const given = names(text)
  // "one" and "two" may say the number in words.
  const lost = [...wanted].filter((name) => !given.has(name) && !(plural && name === 'count'))
  const added = [...given].filter((name) => !wanted.has(name))
  const broken = text.replace(PLACEHOLDER, '').match(/\{\{|\}\}|\{\w|\$t\(/u)
  const remedy = `Write ${[...wanted].map((name) => `{{${name}}}`).join(', ') || 'none'}, exactly so.`
  if (broken || added.length > 0)
    yield finding('placeholder', 'fault', {
      file,
      at,
      problem: broken
        ? 'A placeholder is broken.'
        : `English has no ${added.map((name) => `{{${name}}}`).join(', ')}; people would read it as it stands.`,
      remedy,
    })
  // Some languages say it without: "from now on I answer in Ukrainian" has its language built in.
  if (lost.length > 0 && !broken)
    yield finding('placeholder', 'warning', {
      file,
      at,
      problem: `${lost.map((name) => `{{${name}}}`).join(', ')} is not used.`,
      remedy,
    })
}
