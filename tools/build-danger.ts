import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeFault } from '../src/fault.ts'
import { compiledSource } from '../src/protection/compile.ts'
import { readDictionaries } from '../src/protection/load.ts'
import { withOrdinary } from './ordinary.ts'

/*
 * Writes the copy of every knowledge/<locale>/danger.json that is compiled into the program:
 *   node tools/build-danger.ts
 */

const root = join(import.meta.dirname, '..')
const { dictionaries, faults } = readDictionaries(join(root, 'knowledge'))
if (faults.length > 0) {
  for (const fault of faults) console.error(describeFault(fault))
  process.exit(1)
}

console.log('Looking for everyday texts that look like danger: about a minute.')
const compiled = await withOrdinary(dictionaries, join(root, 'knowledge'))
const folder = join(root, 'src/protection/compiled')
mkdirSync(folder, { recursive: true })
const written = new Set(dictionaries.map(({ locale }) => `${locale}.ts`))
for (const name of readdirSync(folder)) if (!written.has(name)) rmSync(join(folder, name))
for (const dictionary of compiled) {
  writeFileSync(join(folder, `${dictionary.locale}.ts`), compiledSource(dictionary))
}
const locales = dictionaries.map(({ locale }) => locale)
writeFileSync(
  join(root, 'src/protection/compiled.ts'),
  [
    '// Written by tools/build-danger.ts. Change knowledge/<locale>/danger.json, not this file.',
    ...locales.map((locale) => `import { ${locale} } from './compiled/${locale}.ts'`),
    "import type { DangerDictionary } from './dictionary.ts'",
    '',
    '/** The danger dictionaries as they were when the program was built. */',
    'export function compiledDictionaries(): DangerDictionary[] {',
    `  return Object.entries({ ${locales.join(', ')} }).map(`,
    '    ([locale, json]): DangerDictionary => ({ ...JSON.parse(json), locale }),',
    '  )',
    '}',
    '',
  ].join('\n'),
)
for (const { locale, ordinary = [] } of compiled) console.log(`${locale}: ${ordinary.length} ordinary texts`)
console.log(`${dictionaries.length} languages compiled: ${locales.join(' ')}`)
