import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiledFaults, compiledSource } from '../../src/protection/compile.ts'
import { compiledDictionaries } from '../../src/protection/compiled.ts'
import { DANGER_LOCALES } from '../../src/protection/dictionary.ts'
import { readDictionaries, readDictionary } from '../../src/protection/load.ts'
import { createProtection, unite } from '../../src/protection/protection.ts'

const knowledge = join(import.meta.dirname, '../../knowledge')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'danger-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(locale: string, content: string): void {
  mkdirSync(join(folder, locale), { recursive: true })
  writeFileSync(join(folder, locale, 'danger.json'), content)
}

test('the danger.json files have no fault, and the compiled copy holds the same', () => {
  const { dictionaries, faults } = readDictionaries(knowledge)

  expect(faults).toEqual([])
  expect(compiledFaults(dictionaries)).toEqual([])
  expect(
    compiledDictionaries()
      .map(({ locale }) => locale)
      .sort(),
  ).toEqual([...DANGER_LOCALES].sort())
})

test('a copy that is out of date, and a file that is gone, are told', () => {
  const [first, ...others] = readDictionaries(knowledge).dictionaries
  const changed = { ...first!, calm: [...first!.calm, 'one more'] }

  expect(compiledFaults([changed, ...others])).toMatchObject([
    { file: `knowledge/${first!.locale}/danger.json` },
  ])
  expect(compiledFaults(others)).toMatchObject([{ file: `knowledge/${first!.locale}/danger.json` }])
})

test('what is compiled reads back as it was, whatever quotes it holds', () => {
  const [dictionary] = compiledDictionaries()
  const source = compiledSource({ ...dictionary!, calm: ['it\'s \\ "quoted" \n', '`x`'] })
  const literal = source.slice(source.indexOf("'"))
  const json = new Function(`return ${literal}`)() as string

  expect((JSON.parse(json) as { calm: string[] }).calm).toEqual(['it\'s \\ "quoted" \n', '`x`'])
})

test.each([
  ['not JSON', '{', /cannot be read as JSON/],
  ['an unknown field', '{"extra": 1}', /./],
])('%s is a fault with file and remedy, and the compiled copy still works', (_name, content, problem) => {
  write('en', content)
  const { faults, ...protection } = createProtection(folder)

  expect(faults[0]).toMatchObject({
    file: expect.stringContaining('danger.json'),
    problem: expect.stringMatching(problem),
  })
  expect(protection.detect('my husband beats me')?.first).toBe('violence-home')
})

test('a phrase that cannot be read is named by its place', () => {
  const content = JSON.parse(readFileSync(join(knowledge, 'en/danger.json'), 'utf8')) as {
    phrases: { suicide: string[] }
  }
  content.phrases.suicide.push('(open')

  expect(readDictionary('knowledge/en/danger.json', 'en', content).faults).toMatchObject([
    {
      at: `phrases.suicide[${content.phrases.suicide.length - 1}]`,
      problem: expect.stringContaining('bracket'),
    },
  ])
})

test('without a folder, with an empty one or none at all, everything is recognised', () => {
  for (const place of [undefined, folder, join(folder, 'nowhere')]) {
    const { faults, detect } = createProtection(place)

    expect(faults).toEqual([])
    expect(detect('sotul meu ma bate')?.kinds).toContain('violence-home')
  }
})

test('both the compiled phrases and the folder’s own count', () => {
  const [dictionary] = compiledDictionaries()
  const more = { ...dictionary!, phrases: { ...dictionary!.phrases, threat: ['a phrase of the folder'] } }
  const [united] = unite([dictionary!], [more])

  expect(united!.phrases.threat).toEqual([...dictionary!.phrases.threat, 'a phrase of the folder'])
})
