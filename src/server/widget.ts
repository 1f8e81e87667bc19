import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'

/** The widget's parts in the order in which they build on one another; see src/widget/tsconfig.json. */
const PARTS = ['style.ts', 'line.ts', 'cards.ts', 'element.ts']

/** What the widget says in one language. */
export interface WidgetLanguage {
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  readonly labels: Readonly<Record<string, string>>
}

/**
 * The widget as one script for the browser: its parts in one scope of their own, types and comments taken out.
 * There is no build step to forget: the server makes it when it starts.
 */
export function buildWidget(languages: Readonly<Record<string, WidgetLanguage>>): string {
  const parts = PARTS.map((part) =>
    stripTypeScriptTypes(readFileSync(new URL(`../widget/${part}`, import.meta.url), 'utf8')),
  )
  const code = [`const LABELS=${JSON.stringify(languages)}`, ...parts].join('\n')
  return `(()=>{'use strict'\n${compact(code)}\n})()\n`
}

/** Without comment lines, indentation and trailing blanks, which types leave behind: half the bytes on the way. */
function compact(code: string): string {
  return code
    .replace(/^\s*\/\*[\s\S]*?\*\/\s*$/gm, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .map((line) => line.replace(/ {2,}/g, ' '))
    .join('\n')
}
