import { GramModel } from './grams.ts'
import { LATIN_TYPED_CYRILLIC, latinTypings } from './latin-typing.ts'
import { seenWords } from './letters.ts'
import { MarkModel } from './marks.ts'
import { publicTexts } from './public-texts.ts'
import { mainScript } from './scripts.ts'

/** A language as written in one script: `latinTyped` where that is not its own script. */
export interface WrittenLanguage {
  readonly locale: string
  readonly latinTyped: boolean
}

/** Everything that decides between the languages of one script. */
export interface ScriptModel {
  readonly languages: readonly WrittenLanguage[]
  readonly grams: GramModel
  readonly marks: MarkModel
}

/** Texts of the knowledge base per locale, any number; what is more than this is sampled evenly. */
const TEXTS_PER_LOCALE = 900
/** Of these, so many are also learned in Latin letters, where people of the language type so. */
const TYPED_TEXTS = 400
/** Longest part of a training text that is learned, in UTF-16 units. */
const LONGEST_TEXT = 200
/** Seed messages are like what people write, so one of their words counts as several. */
const MESSAGE_WEIGHT = 3
const STOPWORD_WEIGHT = 0.5
/** Fewer texts of a script than this do not make a language written in it. */
const FEWEST_TEXTS = 20

interface Sample {
  readonly locale: string
  readonly latinTyped: boolean
  readonly text: string
  readonly weight: number
}

/** Trains one model per script from the public texts of the locales and from `training`. About half a second. */
export function trainScriptModels(
  training: Readonly<Record<string, readonly string[]>>,
): Map<string, ScriptModel> {
  const byScript = new Map<string, Sample[]>()
  const doubtful: Sample[] = []
  const add = (script: string, sample: Sample) => {
    const samples = byScript.get(script)
    if (samples) samples.push(sample)
    else byScript.set(script, [sample])
  }

  for (const [locale, texts] of Object.entries(training)) {
    const samples = samplesOf(locale, texts)
    const own = ownScript(samples)
    for (const sample of samples) {
      const script = sample.latinTyped ? 'latin' : mainScript(sample.text)?.script
      if (!script) continue
      if (script === own || sample.latinTyped) add(script, { ...sample, latinTyped: script !== own })
      else if (script === 'latin') doubtful.push({ ...sample, latinTyped: true })
    }
  }
  addTypings(byScript, doubtful)
  return new Map([...byScript].map(([script, samples]) => [script, trainScript(samples)]))
}

/**
 * A Latin text of a Ukrainian file may be Ukrainian in Latin letters, or a Romanian term or a brand. It is learned only
 * if a model without it already takes it for that language.
 */
function addTypings(byScript: Map<string, Sample[]>, doubtful: readonly Sample[]): void {
  const latin = byScript.get('latin')
  if (!latin || !doubtful.length) return
  const first = trainScript(latin)
  latin.push(...doubtful.filter(({ locale, text }) => mostLikely(first, text)?.locale === locale))
}

function mostLikely({ languages, grams, marks }: ScriptModel, text: string): WrittenLanguage | undefined {
  const sums = new Float64Array(languages.length)
  for (const word of seenWords(text)) {
    grams.weigh(word.plain, sums)
    marks.weigh(word.marks, sums)
  }
  return languages[sums.indexOf(Math.max(...sums))]
}

function samplesOf(locale: string, texts: readonly string[]): Sample[] {
  const { declaration, stopwords, messages, latinTyped } = publicTexts(locale)
  const native = (text: string, weight: number): Sample => ({ locale, latinTyped: false, text, weight })
  const typed = (text: string, weight: number): Sample => ({ locale, latinTyped: true, text, weight })
  const step = Math.max(1, texts.length / TEXTS_PER_LOCALE)
  const sampled: string[] = []
  for (let at = 0; at < texts.length; at += step) sampled.push(texts[Math.floor(at)]!)

  const samples = [
    ...declaration.map((text) => native(text, 1)),
    ...stopwords.map((text) => native(text, STOPWORD_WEIGHT)),
    ...messages.map((text) => native(text, MESSAGE_WEIGHT)),
    ...sampled.map((text) => native(text.slice(0, LONGEST_TEXT), 1)),
    ...latinTyped.map((text) => typed(text, MESSAGE_WEIGHT)),
  ]
  if (!LATIN_TYPED_CYRILLIC.includes(locale)) return samples
  const habits = (text: string, weight: number) => latinTypings(text, locale).map((t) => typed(t, weight))
  return [
    ...samples,
    ...declaration.flatMap((text) => habits(text, 0.3)),
    ...stopwords.flatMap((text) => habits(text, 0.2)),
    ...messages.flatMap((text) => habits(text, 1)),
    ...sampled.slice(0, TYPED_TEXTS).flatMap((text) => habits(text.slice(0, LONGEST_TEXT), 0.3)),
  ]
}

function ownScript(samples: readonly Sample[]): string | undefined {
  const letters = new Map<string, number>()
  for (const { text, latinTyped } of samples) {
    const main = latinTyped ? undefined : mainScript(text)
    if (main) letters.set(main.script, (letters.get(main.script) ?? 0) + main.letters)
  }
  return [...letters].sort(([, a], [, b]) => b - a)[0]?.[0]
}

function trainScript(samples: readonly Sample[]): ScriptModel {
  const key = ({ locale, latinTyped }: WrittenLanguage) => `${locale} ${latinTyped}`
  const counts = new Map<string, number>()
  for (const sample of samples) counts.set(key(sample), (counts.get(key(sample)) ?? 0) + 1)
  const languages: WrittenLanguage[] = []
  const indices = new Map<string, number>()
  for (const { locale, latinTyped } of samples) {
    const id = key({ locale, latinTyped })
    if (indices.has(id) || (latinTyped && counts.get(id)! < FEWEST_TEXTS)) continue
    indices.set(id, languages.length)
    languages.push({ locale, latinTyped })
  }

  const grams = new GramModel(languages.map(key))
  const marks = new MarkModel(languages.length)
  for (const sample of samples) {
    const index = indices.get(key(sample))
    if (index === undefined) continue
    for (const word of seenWords(sample.text)) {
      grams.learn(index, word.plain, sample.weight)
      marks.learn(index, word.marks, word.plain.length, sample.weight)
    }
  }
  grams.finish()
  marks.finish()
  return { languages, grams, marks }
}
