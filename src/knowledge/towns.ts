/** Towns and counties of Romania in what people write: any script, cases and suffixes, a letter mistyped. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import * as z from 'zod'
import { ContentError, type Fault } from '../fault.ts'
import { fold } from '../language/normalise.ts'
import { scriptOf } from '../language/scripts.ts'
import { readAs } from './read.ts'
import { Id, line, SchemaLink } from './shared.ts'

export const Town = z.strictObject({
  id: Id,
  name: line(60).describe('In Romanian spelling.'),
  county: line(60).describe('In Romanian spelling; București for the capital.'),
  latitude: z.number().min(43.5).max(48.4),
  longitude: z.number().min(20.2).max(29.8),
  area: z.literal(true).optional().describe('A county, not a town; it stands where its seat is.'),
  onlyAfterPreposition: z
    .literal(true)
    .optional()
    .describe(
      'The name is also an ordinary word, so it counts only after "in", "la", "в", "في" and the like.',
    ),
  spellings: z
    .array(line(60))
    .describe('Other spellings, in any script. Accents, case and endings are understood.'),
})
export type Town = z.infer<typeof Town>

export const TownFile = z.strictObject({
  $schema: SchemaLink,
  source: line(300).describe('Where the coordinates come from, and their licence.'),
  notTowns: z
    .array(line(40))
    .describe('Ordinary words that look like a town with an ending or a letter mistyped.'),
  towns: z.array(Town).min(1),
})
export type TownFile = z.infer<typeof TownFile>

/** A town or county that a message names. */
export interface FoundTown {
  readonly id: string
  /** As Romanians write it. */
  readonly name: string
  /** The town; for a county its name too. */
  readonly town: string
  readonly county: string
  readonly area: boolean
  readonly latitude: number
  readonly longitude: number
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number
  readonly end: number
}

export interface TownFinder {
  /** The towns and counties that a text names, in the order of the text, each once. */
  find(text: string): FoundTown[]
}

/** @throws ContentError if towns.json is missing or wrong. */
export async function loadTowns(knowledgeDir: string): Promise<TownFile> {
  const shown = `${basename(knowledgeDir)}/towns.json`
  const faults: Fault[] = []
  const text = await readFile(join(knowledgeDir, 'towns.json'), 'utf8').catch(() => undefined)
  const file = text === undefined ? undefined : readAs({ path: 'towns.json', shown, text }, TownFile, faults)
  if (text === undefined) {
    faults.push({ file: shown, at: '', problem: 'The file cannot be read.', remedy: 'Put it back.' })
  }
  if (!file || faults.length) throw new ContentError(faults)
  return file
}

/** Only so much of a text is looked at, in UTF-16 units. */
const LONGEST_TEXT = 2_000
/** Joiners belong to Indic and Persian words; everything else that is no letter, mark or digit separates. */
const TOKEN = /[\p{L}\p{M}\p{N}\u200c\u200d]+/gu

/** Shorter names are not inflected nor corrected: "Dej" and "dejun", "Olt" and "olta". */
const SHORTEST_INFLECTED = 4
const SHORTEST_CORRECTED = 6

const list = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Romanian article and genitive, Ukrainian and Russian cases in Latin letters, Turkish place suffixes. */
const LATIN_ENDINGS = list(
  'l ul ului lui i ei e u y a oi om em da de ta te dan den tan ten daki deki ye ya li',
)
const CYRILLIC_ENDINGS = list('а у і и ы е є ї я ю й ь ой ою ом ем єм ові еві ей ею ям ам ах ях ами їв ів')
const CYRILLIC_VOWEL = /[аеиіуыэюяєїйьо]$/
/** Letters of case endings that Nepali, Bengali and Sinhala write without a space: "बुखारेस्टमा". */
const LONGEST_INDIC_ENDING = 4
/** Arabic writes "in", "to", "and", "as" without a space before the name. */
const ARABIC_PREFIX = /^[وفبلك]$/
const LONGEST_PREFIX = 2

const PLACE_WORDS = list(
  `in din la spre langa catre oras orasul judet judetul jud municipiul gara near at from to city town county around
   en dans vers depuis desde hacia cerca ville ciudad v u z iz do
   в у із з зі из до к возле біля около від от місто місті город городе город жудец повіт уезд
   في من الى قرب مدينه محافظه مقاطعه در از شهر میں سے شہر में से শহর`.replace(/\s+/g, ' '),
)
const WORDS_AFTER = list('county city town judet ville şehri sehri')

interface Spelling {
  readonly town: Town
  readonly tokens: readonly string[]
}

interface Token {
  readonly folded: string
  readonly start: number
  readonly end: number
}

/** A finder for the towns of one file. About a tenth of a millisecond per message. */
export function createTownFinder({ towns, notTowns }: TownFile): TownFinder {
  const byLetter = new Map<string, Spelling[]>()
  for (const town of towns) {
    for (const text of [town.name, ...town.spellings]) {
      const tokens = tokensOf(text).map(({ folded }) => folded)
      const letter = tokens[0]?.[0]
      if (!letter) continue
      const spellings = byLetter.get(letter)
      if (spellings) spellings.push({ town, tokens })
      else byLetter.set(letter, [{ town, tokens }])
    }
  }
  // the longest name first: "Târgu Neamț" before the county Neamț
  for (const spellings of byLetter.values()) spellings.sort((a, b) => b.tokens.length - a.tokens.length)
  const ordinary = new Set(notTowns.map(fold))

  return { find }

  function find(text: string): FoundTown[] {
    const tokens = tokensOf(text.slice(0, LONGEST_TEXT))
    const found = new Map<string, FoundTown>()
    for (let at = 0; at < tokens.length; ) {
      const spelling = match(tokens, at)
      const last = tokens[at + (spelling?.tokens.length ?? 1) - 1]!
      if (spelling && !found.has(spelling.town.id)) {
        found.set(spelling.town.id, foundTown(spelling.town, tokens[at]!.start, last.end))
      }
      at += spelling?.tokens.length ?? 1
    }
    return [...found.values()]
  }

  function match(tokens: readonly Token[], at: number): Spelling | undefined {
    const first = tokens[at]!.folded
    if (ordinary.has(first)) return undefined
    for (const same of [isForm, isMistyped]) {
      for (const start of withoutPrefixes(first)) {
        const spelling = byLetter
          .get(start[0]!)
          ?.find(
            ({ town, tokens: wanted }) => fits(wanted, start, tokens, at, same) && allowed(town, tokens, at),
          )
        if (spelling) return spelling
      }
    }
    return undefined
  }

  function fits(
    wanted: readonly string[],
    start: string,
    tokens: readonly Token[],
    at: number,
    same: (written: string, name: string) => boolean,
  ): boolean {
    return wanted.every((name, i) => {
      const written = i === 0 ? start : tokens[at + i]?.folded
      return written !== undefined && (written === name || same(written, name))
    })
  }

  /** The name as it stands, in one of its cases, or with a suffix. */
  function isForm(written: string, name: string): boolean {
    if (name.length < SHORTEST_INFLECTED) return false
    switch (scriptOf(name[0]!)) {
      case 'latin': {
        const stem = name.endsWith('a') ? name.slice(0, -1) : name
        if (name.length <= SHORTEST_INFLECTED) return false
        return [name, stem].some((s) => written.startsWith(s) && LATIN_ENDINGS.has(written.slice(s.length)))
      }
      case 'cyrillic': {
        const stem = name.replace(CYRILLIC_VOWEL, '')
        return [name, stem].some(
          (s) => written.startsWith(s) && CYRILLIC_ENDINGS.has(written.slice(s.length)),
        )
      }
      case 'arabic':
        return false
      default:
        return written.startsWith(name) && written.length - name.length <= LONGEST_INDIC_ENDING
    }
  }

  /** One letter wrong, missing, too many or swapped with its neighbour. */
  function isMistyped(written: string, name: string): boolean {
    return (
      name.length >= SHORTEST_CORRECTED &&
      written.length >= SHORTEST_CORRECTED - 1 &&
      written[0] === name[0] &&
      oneEditApart(written, name)
    )
  }
}

/** Whether a name that is also an ordinary word stands where a place is meant. */
function allowed(town: Town, tokens: readonly Token[], at: number): boolean {
  if (!town.onlyAfterPreposition) return true
  const before = tokens[at - 1]?.folded
  const after = tokens[at + 1]?.folded
  return (before !== undefined && PLACE_WORDS.has(before)) || (after !== undefined && WORDS_AFTER.has(after))
}

function foundTown(
  { id, name, county, area, latitude, longitude }: Town,
  start: number,
  end: number,
): FoundTown {
  return { id, name, town: name, county, area: area === true, latitude, longitude, start, end }
}

/** The word, and what is left without one or two glued Arabic words: both may be the name. */
function withoutPrefixes(word: string): string[] {
  const forms = [word]
  for (let i = 0; i < LONGEST_PREFIX && word.length - i > SHORTEST_INFLECTED; i++) {
    if (!ARABIC_PREFIX.test(word[i]!)) break
    forms.push(word.slice(i + 1))
  }
  return forms
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)]
    .map(({ 0: token, index }) => ({ folded: fold(token), start: index, end: index + token.length }))
    .filter(({ folded }) => folded !== '')
}

/** Damerau-Levenshtein distance of exactly one, found in one pass. */
function oneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let endA = a.length
  let endB = b.length
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  const [restA, restB] = [a.slice(start, endA), b.slice(start, endB)]
  if (restA.length <= 1 && restB.length <= 1) return true
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0]
}
