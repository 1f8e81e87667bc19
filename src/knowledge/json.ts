/**
 * Reads JSON that people edit by hand: strict, with line and column, and in words that say what to do.
 *
 * `JSON.parse` keeps the last of two equal keys without a word, so a second answer under one id would silently
 * win; and deep nesting that it accepts breaks code further on. This reader refuses both.
 */
import type { Fault } from '../fault.ts'

/** Nesting that no file of ours comes near: an entry's phrasings lie at depth 3. */
const MAX_DEPTH = 12

export type JsonResult = { ok: true; value: unknown } | { ok: false; faults: Fault[] }

class Broken extends Error {
  override readonly name = 'Broken'
  readonly position: number
  readonly remedy: string

  constructor(position: number, problem: string, remedy: string) {
    super(problem)
    this.position = position
    this.remedy = remedy
  }
}

const SPACE = new Set([' ', '\n', '\r', '\t'])
const NUMBER = /-?(?:0|[1-9][0-9]{0,40})(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?/y

/** Where a character stands, as an editor counts: line and column from 1. */
function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position)
  const line = before.split('\n').length
  return `line ${line}, column ${position - before.lastIndexOf('\n')}`
}

/**
 * Reads one JSON text.
 *
 * @param file name shown in faults.
 * @returns the value, or one fault for the first break and one for each key that stands twice.
 */
export function parseJson(text: string, file: string): JsonResult {
  const reader = new Reader(text)
  try {
    const value = reader.document()
    if (reader.duplicates.length === 0) return { ok: true, value }
    return {
      ok: false,
      faults: reader.duplicates.map(({ key, position }) => ({
        file,
        at: lineAndColumn(text, position),
        problem: `“${key}” stands twice in the same place.`,
        remedy: 'Keep one of the two, or give the second another name.',
      })),
    }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    const at = lineAndColumn(text, error.position)
    return { ok: false, faults: [{ file, at, problem: error.message, remedy: error.remedy }] }
  }
}

class Reader {
  readonly duplicates: { key: string; position: number }[] = []
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  document(): unknown {
    this.skipSpace()
    if (this.at >= this.text.length)
      throw new Broken(0, 'The file is empty.', 'Put back its content, or delete the file.')
    const value = this.value(0)
    this.skipSpace()
    if (this.at < this.text.length)
      throw this.broken('Something stands after the end.', 'Delete what follows the last closing bracket.')
    return value
  }

  private broken(problem: string, remedy: string): Broken {
    if (this.at >= this.text.length)
      return new Broken(
        this.text.length,
        'The file breaks off before its end.',
        'Add what is missing: closing quotation marks, ] or }.',
      )
    return new Broken(this.at, problem, remedy)
  }

  private skipSpace(): void {
    while (SPACE.has(this.text[this.at] as string)) this.at++
  }

  private value(depth: number): unknown {
    const char = this.text[this.at]
    if ((char === '{' || char === '[') && depth >= MAX_DEPTH)
      throw this.broken(
        `Brackets lie more than ${MAX_DEPTH} deep.`,
        'No file of ours nests so deeply: check the brackets.',
      )
    if (char === '{') return this.object(depth + 1)
    if (char === '[') return this.array(depth + 1)
    if (char === '"') return this.string()
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length
        return value
      }
    }
    return this.number()
  }

  private object(depth: number): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    this.at++
    this.skipSpace()
    if (this.text[this.at] === '}') {
      this.at++
      return result
    }
    for (;;) {
      const start = this.at
      if (this.text[start] !== '"')
        throw this.broken(
          'A name in quotation marks was expected here.',
          'Remove the comma before } or put "…" around the name.',
        )
      const key = this.string()
      if (key === '__proto__')
        throw new Broken(start, '“__proto__” cannot be a name.', 'Choose another name.')
      if (Object.hasOwn(result, key)) this.duplicates.push({ key, position: start })
      this.skipSpace()
      if (this.text[this.at] !== ':')
        throw this.broken('A colon is missing after the name.', 'Write "name": value.')
      this.at++
      this.skipSpace()
      result[key] = this.value(depth)
      if (this.next('}')) return result
    }
  }

  private array(depth: number): unknown[] {
    const result: unknown[] = []
    this.at++
    this.skipSpace()
    if (this.text[this.at] === ']') {
      this.at++
      return result
    }
    for (;;) {
      result.push(this.value(depth))
      if (this.next(']')) return result
    }
  }

  /** Steps over a comma (false) or the closing bracket (true). */
  private next(close: ']' | '}'): boolean {
    this.skipSpace()
    const char = this.text[this.at]
    if (char === close) {
      this.at++
      return true
    }
    if (char !== ',')
      throw this.broken(
        `A comma or ${close} is missing here.`,
        'Put a comma between two values, and \\" for a quotation mark inside a text.',
      )
    this.at++
    this.skipSpace()
    if (this.text[this.at] === close)
      throw this.broken('A comma stands before the closing bracket.', 'Delete that comma.')
    return false
  }

  private string(): string {
    const start = this.at
    let end = start + 1
    for (;;) {
      const char = this.text.charCodeAt(end)
      if (Number.isNaN(char)) {
        this.at = this.text.length
        throw this.broken('', '')
      }
      if (char === 0x22) break
      if (char < 0x20) {
        this.at = end
        throw this.broken(
          'A text is broken over two lines, or holds a tab.',
          'Keep each text on one line, in quotation marks; write a new text for a new paragraph.',
        )
      }
      end += char === 0x5c ? 2 : 1
    }
    this.at = end + 1
    const raw = this.text.slice(start + 1, end)
    if (!raw.includes('\\')) return raw
    try {
      return JSON.parse(`"${raw}"`) as string
    } catch {
      throw new Broken(
        start,
        'A backslash is used in a way that JSON does not know.',
        'Write \\\\ for a backslash, \\" for a quotation mark.',
      )
    }
  }

  private number(): number {
    NUMBER.lastIndex = this.at
    const found = NUMBER.exec(this.text)
    if (!found)
      throw this.broken(
        'A value was expected here.',
        'Write a text in quotation marks, a number, true or false.',
      )
    this.at = NUMBER.lastIndex
    return Number(found[0])
  }
}

const WORDS: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
]
