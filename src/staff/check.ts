/**
 * `npm run check`: every fault in knowledge/ and locales/, in plain words, all at once. Ends with 1 if there is a
 * fault; warnings alone end with 0. `--all` shows every warning, `--json` prints them for another program.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { compiledFaults } from '../protection/compile.ts'
import { readDictionaries } from '../protection/load.ts'
import { type Content, readContent } from './content.ts'
import { describeFindings, type Finding, finding } from './finding.ts'
import { languageRules } from './rules/language.ts'
import { ownTextRules } from './rules/own-texts.ts'
import { phrasingRules } from './rules/phrasings.ts'
import { proseRules } from './rules/prose.ts'
import { readingRules } from './rules/reading.ts'
import { registerRules } from './rules/register.ts'
import { translationRules } from './rules/translations.ts'
import { inSentences } from './tool.ts'

/** All rules that go beyond what loading needs, in the order in which they are told. */
const RULES: readonly ((content: Content) => Iterable<Finding>)[] = [
  proseRules,
  registerRules,
  phrasingRules,
  translationRules,
  languageRules,
  readingRules,
  ownTextRules,
]

/** Warnings of one rule that are shown without `--all`. */
const WARNINGS_SHOWN = 5

/** Every finding: first what keeps the content from being loaded, then all rules. */
export function checkContent(content: Content): Finding[] {
  return [
    ...content.faults.map((each) => finding('form', 'fault', each)),
    ...RULES.flatMap((rule) => [...rule(content)]),
  ]
}

async function main(): Promise<void> {
  const { values: options } = parseArgs({ options: { all: { type: 'boolean' }, json: { type: 'boolean' } } })
  const { knowledgeDir, localesDir } = readConfig(process.env)
  const content = await readContent({ knowledgeDir, localesDir })
  const { dictionaries, faults: dangerFaults } = readDictionaries(knowledgeDir)
  const dangers = [
    ...dangerFaults.map((each) => finding('danger phrases', 'fault', each)),
    ...compiledFaults(dictionaries).map((each) => finding('danger copy', 'fault', each)),
  ]
  const findings = [...checkContent(content), ...dangers]
  const faults = findings.filter(({ level }) => level === 'fault')
  const warnings = findings.filter(({ level }) => level === 'warning')
  process.exitCode = faults.length > 0 ? 1 : 0
  if (options.json) {
    console.log(JSON.stringify(findings, null, 2))
    return
  }
  if (faults.length > 0) console.log(['Must be mended:', ...describeFindings(faults), ''].join('\n'))
  if (warnings.length > 0) console.log(describeWarnings(warnings, options.all ?? false).join('\n'))
  const { entries, locales, facts, contacts, places } = content.knowledge
  console.log(
    `Looked at ${entries.size} entries, ${locales.size} languages, ${facts.size} facts, ${contacts.size} contacts and ${places.size} places: ` +
      `${count(faults.length, 'fault')}, ${count(warnings.length, 'warning')}.`,
  )
}

function describeWarnings(warnings: readonly Finding[], all: boolean): string[] {
  const lines = ['Should be mended:']
  for (const [rule, ofRule] of Map.groupBy(warnings, (each) => each.rule)) {
    const shown = all ? ofRule : ofRule.slice(0, WARNINGS_SHOWN)
    lines.push(...describeFindings(shown))
    if (shown.length < ofRule.length)
      lines.push(`  … and ${ofRule.length - shown.length} more of “${rule}”: npm run check -- --all`)
  }
  return [...lines, '']
}

function count(number: number, noun: string): string {
  return `${number === 0 ? 'no' : number} ${noun}${number === 1 ? '' : 's'}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await inSentences(main)
