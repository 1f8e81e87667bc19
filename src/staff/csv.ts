/** Spreadsheet files that Excel, LibreOffice and Google Sheets open as they should, and read back unharmed. */

/** Rows of cells. */
export type Table = readonly (readonly string[])[]

/** Excel takes a file for UTF-8 only with this mark. */
const BOM = '\ufeff'
/** A cell that begins so is run as a formula; an apostrophe before it keeps it a text. */
const FORMULA = /^'*[=+\-@\t\r]/
const GUARDED = /^'+[=+\-@\t\r]/
const SEPARATORS = [',', ';', '\t'] as const

/** A table as the text of a .csv file: byte order mark, CRLF, every cell quoted, no cell a formula. */
export function formatCsv(table: Table): string {
  const cell = (text: string) => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  return (
    BOM +
    table
      .map((row) => row.map(cell).join(','))
      .join('\r\n')
      .concat('\r\n')
  )
}

/**
 * Reads the bytes of a .csv file as programs save it: UTF-8 or UTF-16, with comma, semicolon or tab.
 *
 * @throws SyntaxError with a sentence for people, if it is not such a file.
 */
export function parseCsv(bytes: Uint8Array): string[][] {
  const text = decode(bytes)
  const header = text.slice(0, text.search(/[\r\n]|$/))
  const separator = SEPARATORS.reduce((best, each) =>
    header.split(each).length > header.split(best).length ? each : best,
  )
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    const { value, next } = text[at] === '"' ? quoted(text, at) : plain(text, at, separator)
    row.push(GUARDED.test(value) ? value.slice(1) : value)
    at = next
    if (text[at] === separator) {
      at++
      if (at < text.length) continue
      row.push('')
    } else if (at < text.length && text[at] !== '\r' && text[at] !== '\n') {
      throw new SyntaxError(`Row ${rows.length + 1}: something stands behind a closing quotation mark.`)
    }
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
    // Programs leave empty rows at the end.
    if (row.some((cell) => cell.trim() !== '')) rows.push(row)
    row = []
  }
  return rows
}

function decode(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  try {
    return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new SyntaxError('The file is not UTF-8. In Excel save it as “CSV UTF-8 (comma delimited)”.')
  }
}

function plain(text: string, start: number, separator: string): { value: string; next: number } {
  let next = start
  while (next < text.length && text[next] !== separator && text[next] !== '\r' && text[next] !== '\n') next++
  return { value: text.slice(start, next), next }
}

function quoted(text: string, start: number): { value: string; next: number } {
  let value = ''
  let at = start + 1
  for (;;) {
    const end = text.indexOf('"', at)
    if (end < 0) throw new SyntaxError('A quotation mark is opened and never closed.')
    value += text.slice(at, end)
    if (text[end + 1] !== '"') return { value, next: end + 1 }
    value += '"'
    at = end + 2
  }
}
