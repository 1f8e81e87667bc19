import { GramCounts, type GramModel } from './grams.ts'
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
const TEXTS_PER_LOCALE = 500
/** Longest part of a training text that is learned, in UTF-16 units. */
const LONGEST_TEXT = 200
/** Seed messages are like what people write, so one of their words counts as several. */
const MESSAGE_WEIGHT = 3
const STOPWORD_WEIGHT = 0.5
/** Texts of the knowledge base count less than public ones: only some languages have them. */
const KNOWLEDGE_WEIGHT = 0.4
/** What is learned once more in Latin letters counts little: each text comes in three habits. */
const TYPED_SHARE = 0.33
/**
 * A text of the knowledge base is left out where the public texts alone speak this much louder (nats) for another
 * language: a Romanian term in an English file, a Russian sentence among the Ukrainian phrasings.
 */
const FOREIGN = 3
/** Fewer messages typed in Latin letters than this do not make a language typed so. */
const FEWEST_TYPED = 20

interface Sample {
  readonly latinTyped: boolean
  readonly text: string
  readonly weight: number
}

/**
 * Trains one model per script: first from the public texts of the locales, then also from those texts of `training`
 * that are in the language they are said to be in. Less than a second.
 */
export function trainScriptModels(
  training: Readonly<Record<string, readonly string[]>>,
): Map<string, ScriptModel> {
  const locales = Object.entries(training).map(([locale, texts]) => {
    const samples = publicSamples(locale)
    const script = mainScript(
      [...samples.filter((s) => !s.latinTyped).map((s) => s.text), ...texts].join(' '),
    )?.script
    return { locale, texts: sampled(texts), samples, script }
  })
  const languages = new Map<string, WrittenLanguage[]>()
  for (const { locale, samples, script } of locales) {
    if (!script) continue
    languages.set(script, [...(languages.get(script) ?? []), { locale, latinTyped: false }])
    if (script === 'latin' || samples.filter(({ latinTyped }) => latinTyped).length < FEWEST_TYPED) continue
    languages.set('latin', [...(languages.get('latin') ?? []), { locale, latinTyped: true }])
  }
  const trainers = new Map([...languages].map(([script, written]) => [script, new Trainer(written)]))
  for (const { locale, samples, script } of locales) {
    for (const sample of samples) trainers.get(sample.latinTyped ? 'latin' : script!)?.learn(locale, sample)
  }

  const first = new Map([...trainers].map(([script, trainer]) => [script, trainer.model()]))
  for (const { locale, texts, script } of locales) {
    for (const text of texts) {
      const written = mainScript(text)?.script
      const model = written && first.get(written)
      if (!model || (written !== script && written !== 'latin') || isForeign(model, locale, text)) continue
      const latinTyped = written !== script
      trainers.get(written)!.learn(locale, { latinTyped, text, weight: KNOWLEDGE_WEIGHT })
      if (!latinTyped)
        typings(locale, text, KNOWLEDGE_WEIGHT).map((sample) => trainers.get('latin')?.learn(locale, sample))
    }
  }
  return new Map([...trainers].map(([script, trainer]) => [script, trainer.model()]))
}

class Trainer {
  readonly #languages: readonly WrittenLanguage[]
  readonly #grams: GramCounts
  readonly #marks: MarkModel

  constructor(languages: readonly WrittenLanguage[]) {
    this.#languages = languages
    this.#grams = new GramCounts(languages.length)
    this.#marks = new MarkModel(languages.length)
  }

  learn(locale: string, { latinTyped, text, weight }: Sample): void {
    const index = this.#languages.findIndex((l) => l.locale === locale && l.latinTyped === latinTyped)
    if (index < 0) return
    for (const { plain, marks } of seenWords(text)) {
      this.#grams.learn(index, plain, weight)
      this.#marks.learn(index, marks, plain.length, weight)
    }
  }

  model(): ScriptModel {
    this.#marks.finish()
    return { languages: this.#languages, grams: this.#grams.model(), marks: this.#marks }
  }
}

/** Whether a text speaks clearly for another language than the one it is said to be in. */
function isForeign({ languages, grams, marks }: ScriptModel, locale: string, text: string): boolean {
  const own = languages.findIndex((language) => language.locale === locale)
  if (own < 0) return true
  const sums = new Float64Array(languages.length)
  for (const word of seenWords(text)) {
    grams.weigh(word.plain, sums)
    marks.weigh(word.marks, sums)
  }
  return Math.max(...sums) - sums[own]! > FOREIGN
}

function publicSamples(locale: string): Sample[] {
  const { declaration, stopwords, messages, latinTyped } = publicTexts(locale)
  const all = [
    ...declaration.map((text) => ({ text, weight: 1 })),
    ...stopwords.map((text) => ({ text, weight: STOPWORD_WEIGHT })),
    ...messages.map((text) => ({ text, weight: MESSAGE_WEIGHT })),
  ]
  return [
    ...all.map((sample) => ({ ...sample, latinTyped: false })),
    ...latinTyped.map((text) => ({ text, weight: MESSAGE_WEIGHT, latinTyped: true })),
    ...all.flatMap(({ text, weight }) => typings(locale, text, weight)),
  ]
}

/** A text in the Latin typing of its language, if that language is typed so by rule. */
function typings(locale: string, text: string, weight: number): Sample[] {
  if (!LATIN_TYPED_CYRILLIC.includes(locale)) return []
  return latinTypings(text, locale).map((typed) => ({
    text: typed,
    weight: weight * TYPED_SHARE,
    latinTyped: true,
  }))
}

function sampled(texts: readonly string[]): string[] {
  const step = Math.max(1, texts.length / TEXTS_PER_LOCALE)
  const result: string[] = []
  for (let at = 0; at < texts.length; at += step) result.push(texts[Math.floor(at)]!.slice(0, LONGEST_TEXT))
  return result
}
