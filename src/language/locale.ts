import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { ContentError, type Fault } from '../fault.ts'

/** The language that everything falls back to: it always has every text. */
export const DEFAULT_LOCALE = 'en'

/** Tag of a locale folder: a language, perhaps with script or region (`en`, `pt-BR`, `uz-Cyrl`). */
const LOCALE_TAG = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$/

/** What `locales/<locale>/language.json` says about a language. */
export const LanguageFile = z.strictObject({
  $schema: z.string().optional(),
  /** The language's own name, in its own script, as a button shows it. */
  name: z.string().trim().min(1).max(40),
  direction: z.enum(['ltr', 'rtl']),
  /** Other languages that its readers likely know, the likeliest first: entries are shown in these where there is none in its own. */
  readers: z.array(z.string()).max(8),
})

export interface Locale {
  readonly tag: string
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  readonly readers: readonly string[]
}

/** All locales by tag, in the order of their tags. */
export type Locales = ReadonlyMap<string, Locale>

/**
 * Reads every folder of `folder` as one locale; a new folder with a `language.json` is a new language, without code.
 *
 * @param shown how the folder is called in faults, by default its path from the working directory
 * @throws ContentError with every fault at once
 */
export async function loadLocales(
  folder: string,
  shown = relative(process.cwd(), folder) || folder,
): Promise<Locales> {
  const faults: Fault[] = []
  const locales = new Map<string, Locale>()
  const missing: Fault = {
    file: shown,
    at: '',
    problem: 'the folder cannot be read.',
    remedy: 'Check the path, or set LOCALES_DIR to the folder that holds one folder per language.',
  }
  const children = await readdir(folder, { withFileTypes: true }).catch(() => undefined)
  if (!children) throw new ContentError([missing])

  for (const tag of children
    .filter((child) => child.isDirectory())
    .map((child) => child.name)
    .sort()) {
    const file = `${shown}/${tag}/language.json`
    if (!LOCALE_TAG.test(tag)) {
      const problem = 'the folder is not named by a language tag.'
      faults.push({ file: `${shown}/${tag}`, at: '', problem, remedy: 'Name it like "en", "uk" or "pt-BR".' })
      continue
    }
    const read = await readLanguage(join(folder, tag, 'language.json'), file)
    if (Array.isArray(read)) faults.push(...read)
    else locales.set(tag, { tag, name: read.name, direction: read.direction, readers: read.readers })
  }

  for (const { tag, readers } of locales.values()) {
    readers.forEach((reader, i) => {
      if (locales.has(reader) && reader !== tag) return
      const problem = reader === tag ? 'a language need not name itself.' : `there is no locale "${reader}".`
      const remedy = 'Take it out, or use the tag of another folder.'
      faults.push({ file: `${shown}/${tag}/language.json`, at: `readers[${i}]`, problem, remedy })
    })
  }
  if (!faults.length && !locales.has(DEFAULT_LOCALE)) {
    const problem = `the default language "${DEFAULT_LOCALE}" is missing.`
    const remedy = `Restore the folder ${DEFAULT_LOCALE}; every other language falls back to it.`
    faults.push({ file: shown, at: '', problem, remedy })
  }
  if (faults.length) throw new ContentError(faults)
  return locales
}

async function readLanguage(path: string, file: string): Promise<z.infer<typeof LanguageFile> | Fault[]> {
  let data: unknown
  try {
    data = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    const unreadable = !(error instanceof SyntaxError)
    const problem = unreadable ? 'the file cannot be read.' : `this is not JSON (${error.message}).`
    const remedy = unreadable
      ? 'Copy it from locales/en and give name, direction and readers.'
      : 'Correct the place that is named; often a comma or a quote is missing.'
    return [{ file, at: '', problem, remedy }]
  }
  const parsed = LanguageFile.safeParse(data)
  if (parsed.success) return parsed.data
  return parsed.error.issues.map((issue) => ({
    file,
    at: issue.path.join('.'),
    problem: `${issue.message}.`,
    remedy:
      'It needs "name" (the language\'s own name), "direction" ("ltr" or "rtl") and "readers" (a list of tags).',
  }))
}

/**
 * The languages in which a person can be served, best first: their own, those that its readers likely know, the default.
 * Without repetition; unknown tags give the default alone.
 */
export function readingOrder(locales: Locales, tag: string): string[] {
  const own = locales.get(tag)
  return [...new Set([...(own ? [tag, ...own.readers] : []), DEFAULT_LOCALE])]
}
