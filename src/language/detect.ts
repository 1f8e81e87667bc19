import { type SeenWord, seenWords } from './letters.ts'
import { neutralWords } from './public-texts.ts'
import { neighbourLayouts, otherLayouts, type Retyping } from './retype.ts'
import { type ScriptModel, trainScriptModels } from './script-models.ts'
import { mainScript, scriptOf } from './scripts.ts'

export interface DetectContext {
  /** Language of the person's last turn: decides between languages that are nearly as likely. */
  readonly previous?: string | undefined
  /** Language that the app names; weaker than `previous`. */
  readonly hint?: string | undefined
}

export interface Detection {
  /** The language in which the text is written; undefined for what is no language: numbers, emoji, names, gibberish. */
  readonly locale: string | undefined
  /** How likely that is, 0 to 1, without regard to who writes. */
  readonly confidence: number
  /** Whether the text alone proves the language, so that it may overrule what the person chose. */
  readonly sure: boolean
  /** Likeliest first, at most five; probabilities add up to 1 or less. */
  readonly candidates: readonly { readonly locale: string; readonly probability: number }[]
  /** The language, where it is typed in Latin letters although it has its own script. */
  readonly latinTyped?: string
  /** What was meant, where another keyboard layout was switched on. */
  readonly retyped?: string
  /** One line for staff. */
  readonly why: string
}

export interface Detector {
  detect(text: string, context?: DetectContext): Detection
  /** What a text that looks like no language becomes on another keyboard layout, if that is a language. */
  retypings(text: string): { readonly text: string; readonly locale: string }[]
}

/** Only so much of a text is looked at, in UTF-16 units; its language shows long before. */
const LONGEST_TEXT = 1_000

/** Naive Bayes is too certain because runs of letters overlap; measured on held-out seed messages. */
const TEMPERATURE = 0.6
/** A language typed in Latin letters is rarer than a Latin one (nats). */
const LATIN_TYPED_PRIOR = -1
/** How much likelier the person's language is than another, before a word is read. */
const PREVIOUS_FACTOR = 8
const HINT_FACTOR = 3
/** Probability from which the text alone decides. */
const SURE = 0.95
/** Below this share of known letter runs a text is no language … */
const GIBBERISH = 0.35
/** … and from this share on, the text on another layout is one. */
const RETYPED = 0.6
/** Fewer letters than this are no proof that the layout was wrong. */
const FEWEST_LETTERS = 4
/** What it costs to suppose Russian typed on the Ukrainian layout, or the reverse (nats). */
const NEIGHBOUR_COST = 3

interface Weighed {
  readonly model: ScriptModel
  readonly logits: Float64Array
  readonly familiarity: number
}

/**
 * A detector for the locales of `training`, which adds to public texts (the Declaration of Human Rights, stop words,
 * seed messages) what the knowledge base holds in each language; a locale may have an empty list.
 * Takes about half a second; `detect` far below a millisecond.
 */
export function createDetector(training: Readonly<Record<string, readonly string[]>>): Detector {
  const models = trainScriptModels(training)
  const neutral = neutralWords()

  function weigh(text: string, script: string): Weighed | undefined {
    const model = models.get(script)
    const words = seenWords(text).filter(({ plain }) => inScript(plain, script) && !neutral.has(plain))
    if (!model || !words.length) return undefined
    const logits = new Float64Array(model.languages.length)
    for (const { plain, marks } of words) {
      model.grams.weigh(plain, logits)
      model.marks.weigh(marks, logits)
    }
    model.languages.forEach(({ latinTyped }, c) => {
      logits[c] = logits[c]! * TEMPERATURE + (latinTyped ? LATIN_TYPED_PRIOR : 0)
    })
    return { model, logits, familiarity: familiarityOf(words, model, indexOfBest(logits)) }
  }

  function retypings(text: string): { text: string; locale: string }[] {
    const short = text.slice(0, LONGEST_TEXT)
    const main = mainScript(short)
    if (!main || main.letters < FEWEST_LETTERS) return []
    const asTyped = weigh(short, main.script)
    if (!asTyped || asTyped.familiarity >= GIBBERISH) return []
    return otherLayouts(short, main.script)
      .flatMap((retyping) => judgeRetyping(retyping))
      .sort((a, b) => b.score - a.score)
      .map(({ text, locale }) => ({ text, locale }))
  }

  function judgeRetyping({ text, locale }: Retyping): { text: string; locale: string; score: number }[] {
    const script = mainScript(text)?.script
    const weighed = script && weigh(text, script)
    if (!weighed || weighed.familiarity < RETYPED) return []
    const best = weighed.model.languages[indexOfBest(weighed.logits)]!
    if (locale && best.locale !== locale) return []
    return [{ text, locale: best.locale, score: weighed.familiarity }]
  }

  function detect(text: string, context: DetectContext = {}): Detection {
    const short = text.slice(0, LONGEST_TEXT)
    const main = mainScript(short)
    if (!main) return nothing('no letters')
    const weighed = weigh(short, main.script)
    if (!weighed) {
      return nothing(
        models.has(main.script) ? 'only names or single letters' : `no language of ours in ${main.script}`,
      )
    }
    if (weighed.familiarity < GIBBERISH) {
      const [retyping] = retypings(short)
      if (!retyping) return nothing('looks like no language')
      const why = `typed on another keyboard layout: "${retyping.locale}" was meant`
      const { locale } = retyping
      return {
        locale,
        confidence: 0.9,
        sure: true,
        candidates: [{ locale, probability: 0.9 }],
        retyped: retyping.text,
        why,
      }
    }
    const neighbour = main.script === 'cyrillic' ? bestNeighbour(short, weighed) : undefined
    return decide(neighbour ?? weighed, main.script, context, neighbour?.retyped)
  }

  function bestNeighbour(text: string, asTyped: Weighed): (Weighed & { retyped: string }) | undefined {
    let best = Math.max(...asTyped.logits) + NEIGHBOUR_COST
    let found: (Weighed & { retyped: string }) | undefined
    for (const { text: retyped, locale } of neighbourLayouts(text)) {
      const weighed = weigh(retyped, 'cyrillic')
      const index = weighed?.model.languages.findIndex((language) => language.locale === locale) ?? -1
      if (!weighed || index < 0 || weighed.logits[index]! <= best) continue
      best = weighed.logits[index]!
      found = { ...weighed, retyped }
    }
    return found
  }

  return { detect, retypings }
}

function decide(
  { model, logits, familiarity }: Weighed,
  script: string,
  { previous, hint }: DetectContext,
  retyped: string | undefined,
): Detection {
  const probabilities = byLocale(model, softmax(logits))
  const candidates = [...probabilities]
    .map(([locale, probability]) => ({ locale, probability }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 5)
  const favoured = (locale: string) =>
    probabilities.get(locale)! * (locale === previous ? PREVIOUS_FACTOR : locale === hint ? HINT_FACTOR : 1)
  const locale = candidates.reduce((a, b) => (favoured(b.locale) > favoured(a.locale) ? b : a)).locale
  const confidence = probabilities.get(locale)!
  const best = model.languages[indexOfBest(logits, (i) => model.languages[i]!.locale === locale)]!
  const shown = candidates.slice(0, 3).map((c) => `${c.locale} ${c.probability.toFixed(2)}`)
  const how = best.latinTyped ? `${script} letters, typed for ${locale}` : `${script} letters`
  return {
    locale,
    confidence,
    sure: confidence >= SURE,
    candidates,
    ...(best.latinTyped ? { latinTyped: locale } : {}),
    ...(retyped === undefined ? {} : { retyped }),
    why: `${how}: ${shown.join(', ')}; ${Math.round(familiarity * 100)} % of the letter runs known`,
  }
}

function nothing(why: string): Detection {
  return { locale: undefined, confidence: 0, sure: false, candidates: [], why }
}

function inScript(word: string, script: string): boolean {
  for (const char of word) if (scriptOf(char) === script) return true
  return false
}

function familiarityOf(words: readonly SeenWord[], model: ScriptModel, index: number): number {
  let letters = 0
  let familiar = 0
  for (const { plain } of words) {
    letters += plain.length
    familiar += plain.length * model.grams.familiarity(plain, index)
  }
  return familiar / letters
}

function byLocale(model: ScriptModel, probabilities: Float64Array): Map<string, number> {
  const result = new Map<string, number>()
  model.languages.forEach(({ locale }, c) => {
    result.set(locale, (result.get(locale) ?? 0) + probabilities[c]!)
  })
  return result
}

function softmax(logits: Float64Array): Float64Array {
  const top = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - top))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

/** Index of the highest value, among those that `counts` if it is given. */
function indexOfBest(values: Float64Array, counts: (index: number) => boolean = () => true): number {
  let best = -1
  for (let i = 0; i < values.length; i++) {
    if (counts(i) && (best < 0 || values[i]! > values[best]!)) best = i
  }
  return best
}
