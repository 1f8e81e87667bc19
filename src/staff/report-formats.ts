/** The report as text for the terminal, as a page to send around, and as one spreadsheet. */
import { formatCsv } from './csv.ts'
import type { Section } from './report-sections.ts'

/** Rows of one table that the terminal shows; the page and the spreadsheet hold all. */
const ROWS_SHOWN = 25
const WIDEST_COLUMN = 60

/** Tables with aligned columns. */
export function reportText(sections: readonly Section[], date: string): string {
  return [`Report of ${date}`, ...sections.map(sectionText)].join('\n\n').concat('\n')
}

function sectionText({ title, text, columns, rows }: Section): string {
  const head = [`${title} (${rows.length})`, text]
  if (rows.length === 0) return [...head, '  none'].join('\n')
  const shown = [columns, ...rows.slice(0, ROWS_SHOWN)]
  const widths = columns.map((_, i) =>
    Math.min(WIDEST_COLUMN, Math.max(...shown.map((row) => [...(row[i] ?? '')].length))),
  )
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, i) => (i === row.length - 1 ? cell : pad(cell, widths[i] ?? 0))).join('  ')}`.trimEnd()
  const more =
    rows.length > ROWS_SHOWN
      ? [`  … and ${rows.length - ROWS_SHOWN} more: --html FILE or --csv FILE holds all.`]
      : []
  return [...head, ...shown.map(line), ...more].join('\n')
}

function pad(cell: string, width: number): string {
  const signs = [...cell]
  return signs.length > width
    ? `${signs.slice(0, width - 1).join('')}…`
    : cell + ' '.repeat(width - signs.length)
}

/** One spreadsheet: the table's title stands in the first column of each row. */
export function reportCsv(sections: readonly Section[]): string {
  return formatCsv(
    sections.flatMap(({ title, columns, rows }) => [
      [title, ...columns],
      ...rows.map((row) => [title, ...row]),
      [],
    ]),
  )
}

/** A page that needs nothing from elsewhere, prints well and works with a screen reader. */
export function reportHtml(sections: readonly Section[], date: string): string {
  const body = sections.map(({ title, text, columns, rows }) => {
    const table =
      rows.length === 0
        ? '<p>None.</p>'
        : `<table><thead><tr>${columns.map((each) => `<th scope="col">${htmlOf(each)}</th>`).join('')}</tr></thead><tbody>${rows
            .map((row) => `<tr>${row.map((cell) => `<td dir="auto">${htmlOf(cell)}</td>`).join('')}</tr>`)
            .join('\n')}</tbody></table>`
    return `<section><h2>${htmlOf(title)} (${rows.length})</h2><p>${htmlOf(text)}</p>${table}</section>`
  })
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Report of ${htmlOf(date)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem;color:#1a1a1a}table{border-collapse:collapse;width:100%}
th,td{border:1px solid #999;padding:.3rem .5rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}th{background:#eee}</style></head>
<body><main><h1>Report of ${htmlOf(date)}</h1>
${body.join('\n')}
</main></body>
</html>
`
}

function htmlOf(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
