import { ALIKE_IN_LATIN, OWN_LETTERS, type SeenWord, seenWords, withoutAddresses } from './letters.ts'
import { commonWords } from './public-texts.ts'
import { neighbourLayouts, otherLayouts, type Retyping } from './retype.ts'
import { type ScriptModel, trainScriptModels } from './script-models.ts'
import { type MainScript, mainScript, scriptOf } from './scripts.ts'

export interface DetectContext {
  /** Language of the person's last turn: decides between languages that are nearly as likely. */
  readonly previous?: string | undefined
  /** Language that the app names; weaker than `previous`. */
  readonly hint?: string | undefined
}

export interface Detection {
  /** The language in which the text is written; undefined for what tells none: numbers, emoji, names, gibberish, a borrowed word. */
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
const LONGEST_TEXT = 600

/** Naive Bayes is too certain because runs of letters overlap; measured on held-out seed messages. */
const TEMPERATURE = 0.75
/** A language typed in Latin letters is rarer than a Latin one (nats). */
const LATIN_TYPED_PRIOR = -1
/** How much likelier the person's language is than another, before a word is read. */
const PREVIOUS_FACTOR = 8
const HINT_FACTOR = 3
/** Probability from which the text alone decides. */
const SURE = 0.95
/**
 * So few words in Latin letters, such as “passport” or “phone number”, are borrowed by many languages: one of another
 * script must be as likely as this, else they tell none, and the person's own language, or the default, stays.
 */
const FEW_WORDS = 2
const LATIN_TYPED_FROM_FEW = 0.6
/**
 * Below this share of known letter runs a text is no language. Of 400 random keyboard mashes 95 % lie below in Latin
 * letters, 90 % in Cyrillic; of 830 real messages none. Arabic and Indic training texts are fewer, so rarely known runs
 * are no proof there.
 */
const GIBBERISH: Readonly<Record<string, number>> = { latin: 0.42, cyrillic: 0.25 }
const GIBBERISH_ELSEWHERE = 0.15
/** Below this one, another keyboard layout is tried, … */
const DOUBTFUL = 0.65
/** … which must make so much more of the runs known. */
const RETYPING_GAIN = 0.35
/** Fewer letters than this are no proof that the layout was wrong. */
const FEWEST_LETTERS = 4
/** Distinct letters, fewer of which are a finger on one key. */
const FEWEST_DISTINCT = 3
/** Share of the letters that must still be letters on the other layout. */
const KEPT_LETTERS = 0.8
/** How much a Romanian office word counts inside a sentence. */
const BORROWED_WEIGHT = 0.25
/** What a word with a letter that only the neighbour language has counts against a language (nats). */
const FOREIGN_LETTER = 4

/** What own letters that are missing count; half, since the runs of letters have told some of it already. */
const MISSING_LETTERS = 0.5

interface Weighed {
  readonly model: ScriptModel
  readonly words: readonly SeenWord[]
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
  const { neutral, borrowed } = commonWords()

  /** The script that carries a text; of two scripts, borrowed words and names do not count. */
  function carrier(text: string): MainScript | undefined {
    const main = mainScript(text)
    if (!main || main.alone) return main
    const telling = seenWords(text).filter(({ plain }) => !neutral.has(plain) && !borrowed.has(plain))
    const script = mainScript(telling.map(({ plain }) => plain).join(' '))
    return script ? { ...script, alone: false } : main
  }

  function weigh(text: string, script: string): Weighed | undefined {
    const model = models.get(script)
    const words = seenWords(text).filter(({ plain }) => inScript(plain, script) && !neutral.has(plain))
    if (!model || !words.length) return undefined
    const logits = new Float64Array(model.languages.length)
    const onlyBorrowed = words.every(({ plain }) => borrowed.has(plain))
    for (const { plain, marks } of words) {
      const weight = borrowed.has(plain) && !onlyBorrowed ? BORROWED_WEIGHT : 1
      model.grams.weigh(plain, logits, weight)
      model.marks.weigh(marks, logits, weight)
    }
    model.languages.forEach(({ locale, latinTyped }, c) => {
      logits[c] = logits[c]! * TEMPERATURE + (latinTyped ? LATIN_TYPED_PRIOR : foreignLetters(words, locale))
    })
    return { model, words, logits, familiarity: familiarityOf(words, model, indexOfBest(logits)) }
  }

  function retypings(text: string): { text: string; locale: string }[] {
    const short = withoutAddresses(text.slice(0, LONGEST_TEXT))
    const main = carrier(short)
    const asTyped = main && weigh(short, main.script)
    return asTyped ? otherTypings(short, main, asTyped.familiarity) : []
  }

  function otherTypings(text: string, { script, letters, alone }: MainScript, asTyped: number) {
    if (asTyped >= DOUBTFUL || letters < FEWEST_LETTERS || !alone || new Set(text).size < FEWEST_DISTINCT)
      return []
    return otherLayouts(text, script)
      .flatMap((retyping) => judgeRetyping(retyping, asTyped, letters))
      .sort((a, b) => b.familiarity - a.familiarity)
      .map(({ text, locale }) => ({ text, locale }))
  }

  function judgeRetyping({ text, locale }: Retyping, asTyped: number, letters: number) {
    const main = mainScript(text)
    // keys of letters that become punctuation leave single letters behind, and those look familiar anywhere
    const weighed = main && main.letters >= KEPT_LETTERS * letters ? weigh(text, main.script) : undefined
    if (!weighed || weighed.familiarity < Math.max(asTyped + RETYPING_GAIN, DOUBTFUL)) return []
    const best = weighed.model.languages[indexOfBest(weighed.logits)]!
    if (best.latinTyped || (locale && best.locale !== locale)) return []
    return [{ text, locale: best.locale, familiarity: weighed.familiarity }]
  }

  function detect(text: string, context: DetectContext = {}): Detection {
    const short = withoutAddresses(text.slice(0, LONGEST_TEXT))
    const main = carrier(short)
    if (!main) return nothing('no letters')
    const weighed = weigh(short, main.script)
    if (!weighed) {
      return nothing(
        models.has(main.script) ? 'only names or numbers' : `no language of ours in ${main.script}`,
      )
    }
    const [retyping] = otherTypings(short, main, weighed.familiarity)
    if (retyping) {
      const { locale } = retyping
      const why = `typed on another keyboard layout: "${locale}" was meant`
      return {
        locale,
        confidence: 0.9,
        sure: true,
        candidates: [{ locale, probability: 0.9 }],
        retyped: retyping.text,
        why,
      }
    }
    if (
      weighed.familiarity < (GIBBERISH[main.script] ?? GIBBERISH_ELSEWHERE) &&
      weighed.model.languages.length > 1
    )
      return nothing('looks like no language')
    const neighbour = neighbourTyping(short, weighed)
    return decide(neighbour ?? weighed, main.script, context, neighbour?.retyped)
  }

  /**
   * Russian typed with the Ukrainian layout on, or the reverse: more of the words concerned are real words then, and
   * the other words do not speak against it.
   */
  function neighbourTyping(text: string, asTyped: Weighed): (Weighed & { retyped: string }) | undefined {
    for (const { text: retyped, locale } of neighbourLayouts(text)) {
      const weighed = weigh(retyped, 'cyrillic')
      if (!weighed || weighed.words.length !== asTyped.words.length) continue
      const { grams, languages } = weighed.model
      const own = languages.findIndex((language) => language.locale === locale)
      if (own < 0) continue
      const others = languages.map((_, c) => c).filter((c) => c !== own)
      const pairs = weighed.words.map(({ plain }, i) => ({ now: plain, before: asTyped.words[i]!.plain }))
      const changed = pairs.filter(({ now, before }) => now !== before)
      const realBefore = changed.filter(({ before }) => others.some((c) => grams.knowsWord(before, c)))
      const realNow = changed.filter(({ now }) => grams.knowsWord(now, own))
      if (realNow.length <= realBefore.length) continue
      const kept = pairs.filter(({ now, before }) => now === before).map(({ now }) => now)
      const rest = weigh(kept.join(' '), 'cyrillic')
      if (!rest || indexOfBest(rest.logits) === own) return { ...weighed, retyped }
    }
    return undefined
  }

  return { detect, retypings }
}

function decide(
  { model, logits, familiarity, words }: Weighed,
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
  const likeliest = candidates.reduce((a, b) => (favoured(b.locale) > favoured(a.locale) ? b : a)).locale
  const latinTyped = model.languages.find((language) => language.locale === likeliest)!.latinTyped
  const alike =
    latinTyped && ALIKE_IN_LATIN.includes(likeliest)
      ? ALIKE_IN_LATIN.filter((tag) => probabilities.has(tag))
      : [likeliest]
  const locale = alike.find((tag) => tag === previous) ?? alike.find((tag) => tag === hint) ?? likeliest
  const confidence = alike.reduce((sum, tag) => sum + probabilities.get(tag)!, 0)
  const tooFew = latinTyped && words.length <= FEW_WORDS && confidence < LATIN_TYPED_FROM_FEW
  const shown = candidates.slice(0, 3).map((c) => `${c.locale} ${c.probability.toFixed(2)}`)
  const why = `${shown.join(', ')}; ${Math.round(familiarity * 100)} % of the letter runs known`
  if (tooFew)
    return {
      locale: undefined,
      confidence: 0,
      sure: false,
      candidates,
      why: `too few words to tell: ${why}`,
    }
  const how = latinTyped ? `${script} letters, typed for ${locale}` : `${script} letters`
  return {
    locale,
    confidence,
    sure: confidence >= SURE && familiarity >= DOUBTFUL,
    candidates,
    ...(latinTyped ? { latinTyped: locale } : {}),
    ...(retyped === undefined ? {} : { retyped }),
    why: `${how}: ${why}`,
  }
}

function nothing(why: string): Detection {
  return { locale: undefined, confidence: 0, sure: false, candidates: [], why }
}

/** What letters of a neighbour that are there, and own letters that are not, count against a language (nats, 0 or less). */
function foreignLetters(words: readonly SeenWord[], locale: string): number {
  if (!Object.hasOwn(OWN_LETTERS, locale)) return 0
  const having = (letters: RegExp) => words.filter(({ plain }) => letters.test(plain)).length
  let sum = 0
  for (const [owner, { letters }] of Object.entries(OWN_LETTERS)) {
    if (owner !== locale) sum -= FOREIGN_LETTER * having(letters)
  }
  const { letters, share } = OWN_LETTERS[locale]!
  const length = words.reduce((n, { plain }) => n + plain.length, 0)
  if (having(letters) === 0) sum += TEMPERATURE * MISSING_LETTERS * Math.log(1 - share) * length
  return sum
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

function indexOfBest(values: Float64Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i
  return best
}
