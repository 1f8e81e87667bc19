import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { readContent } from '../../src/staff/content.ts'
import { formatCsv, parseCsv } from '../../src/staff/csv.ts'
import { readSheet, sheetOf } from '../../src/staff/sheet.ts'
import { goodFiles, makeFolder, type TestFolder } from '../knowledge/folder.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('spreadsheet files', () => {
  test('come back as they went, whatever the cells hold', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('=1+1', "'=1", '+40', '-', '@x', '"', 'a\nb', 'a\r\nb', ',;\t', "''@", ''),
    )
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const table = [['entry', 'x'], ...rows.filter((row) => row.some((each) => each.trim() !== ''))]
        expect(parseCsv(bytes(formatCsv(table)))).toEqual(table)
      }),
    )
  })

  test('no cell is run as a formula', () => {
    const text = formatCsv([['=HYPERLINK("http://x")', '+1', '-1', '@a', '\tx', 'safe']])
    expect(text.startsWith('\ufeff')).toBe(true)
    expect(text).toContain(`"'=HYPERLINK(""http://x"")","'+1","'-1","'@a","'\tx","safe"`)
  })

  test.each([
    ['semicolons, as Excel saves in Romania', 'entry;question\r\na;"b;c"\r\n'],
    ['tabs', 'entry\tquestion\na\t"b;c"\n'],
    ['bare carriage returns, as old programs on a Mac save', 'entry,question\ra,"b;c"\r'],
    ['no line break at the end', 'entry,question\na,"b;c"'],
    ['a byte order mark', '\ufeffentry,question\na,b;c'],
    ['empty rows at the end', 'entry,question\na,b;c\n,\n,\n'],
  ])('%s', (_, text) => {
    expect(parseCsv(bytes(text))).toEqual([
      ['entry', 'question'],
      ['a', 'b;c'],
    ])
  })

  test('UTF-16, as Excel saves “Unicode text”', () => {
    const text = Buffer.from('\ufeffentry\tquestion\r\na\tпитання\r\n', 'utf16le')
    expect(parseCsv(text)).toEqual([
      ['entry', 'question'],
      ['a', 'питання'],
    ])
  })

  test.each([
    ['a quotation mark that is never closed', bytes('entry,question\n"a,b\n')],
    ['text behind a closing quotation mark', bytes('entry,question\n"a"b,c\n')],
    ['bytes that are not UTF-8', Buffer.from([0x65, 0x2c, 0xe9, 0x0a])],
  ])('%s is refused in plain words', (_, data) => {
    expect(() => parseCsv(data)).toThrow(SyntaxError)
  })
})

describe('a translated table', () => {
  let folder: TestFolder
  beforeEach(async () => {
    folder = await makeFolder(goodFiles())
    await mkdir(join(dirname(folder.path), 'locales', 'ro'), { recursive: true })
    await mkdir(join(dirname(folder.path), 'locales', 'en'), { recursive: true })
  })
  afterEach(() => folder.remove())

  const content = () =>
    readContent({ knowledgeDir: folder.path, localesDir: join(dirname(folder.path), 'locales') })
  const sheet = async (): Promise<string[][]> => sheetOf(await content(), 'ro').map((row) => [...row])
  const read = async (table: string[][]) => readSheet(await content(), 'ro', table, '2026-11-24')

  test('untouched, brings nothing', async () => {
    expect(await read(await sheet())).toMatchObject({ problems: [], rows: [] })
  })

  test('with capitalised columns and other line ends in its cells, brings nothing', async () => {
    const [header, ...rows] = await sheet()
    const table = [
      header!.map((name) => ` ${name[0]!.toUpperCase()}${name.slice(1)}`),
      ...rows.map((row) => row.map((cell) => cell.replaceAll('\n', '\r'))),
    ]
    expect(await read(table)).toMatchObject({ problems: [], rows: [] })
  })

  test('brings new and changed words, and marks what a person has read', async () => {
    const table = await sheet()
    table[1]![6] = 'Da: scrieți la OIM România.'
    table[1]![8] = 'yes'
    table[2]![4] = 'Cât primesc?'
    table[2]![6] = 'Întrebați la OIM România.\nRăspunsul depinde de program.'
    table[2]![7] = 'bani de întors\nsuma\nsuma'
    const { problems, rows, changes } = await read(table)
    expect(problems).toEqual([])
    expect(rows.map(({ entry, kind }) => [entry, kind])).toEqual([
      ['go-home', 'changed'],
      ['go-home-money', 'new'],
    ])
    const file = JSON.parse(changes.get('ro/returns.json')!)
    expect(file['go-home'].translation).toEqual({ of: 1, by: 'person', reviewed: '2026-11-24' })
    expect(file['go-home-money']).toEqual({
      question: 'Cât primesc?',
      phrasings: ['bani de întors', 'suma'],
      answer: ['Întrebați la OIM România.', 'Răspunsul depinde de program.'],
      translation: { of: 2, by: 'person' },
    })
  })

  test.each<[string, [row: number, column: number, text: string][], string]>([
    ['an unknown entry', [[1, 0, 'go-hom']], 'There is no such entry'],
    ['an entry twice', [[2, 0, 'go-home']], 'twice'],
    ['English that was changed', [[1, 5, 'Yes.']], 'Export again'],
    ['an old revision', [[2, 1, '1']], 'Export again'],
    ['a question without an answer', [[1, 6, '']], 'The answer is empty'],
    ['an answer without a question', [[1, 4, '']], 'The question is empty'],
    [
      'words that are gone',
      [
        [1, 4, ''],
        [1, 6, ''],
      ],
      'the entry has words',
    ],
    ['a strange mark', [[1, 8, 'perhaps']], 'yes or nothing'],
    ['a header that was translated', [[0, 4, 'întrebare']], 'names of the columns'],
  ])('%s stops all of it, with the row', async (_, spoilt, problem) => {
    const table = await sheet()
    table[1]![6] = 'Da: scrieți la OIM România.'
    for (const [row, column, text] of spoilt) table[row]![column] = text
    const { problems, changes } = await read(table)
    expect(problems.join('\n')).toContain(problem)
    expect(changes.size).toBe(0)
  })

  test('the tools: export, import all or nothing, undo', async () => {
    const base = dirname(folder.path)
    const env = {
      ...process.env,
      KNOWLEDGE_DIR: folder.path,
      LOCALES_DIR: join(base, 'locales'),
      DATA_DIR: join(base, 'data'),
    }
    const tool = (name: string, ...args: string[]) =>
      promisify(execFile)(
        process.execPath,
        [join(import.meta.dirname, `../../src/staff/${name}.ts`), ...args],
        { env },
      ).then(
        ({ stdout }) => ({ code: 0, text: stdout }),
        (error) => ({ code: error.code as number, text: `${error.stdout}${error.stderr}` }),
      )
    const csv = join(base, 'ro.csv')
    const words = () => readFile(join(folder.path, 'ro/returns.json'), 'utf8')
    const before = await words()
    expect((await tool('export', 'ro', '--out', csv)).text).toContain('2 entries written')
    const table = parseCsv(await readFile(csv))

    table[1]![6] = 'Sunați la 0745 123 456.' // a private number: one fault stops the whole table
    table[2]![4] = 'Cât primesc?'
    table[2]![6] = 'Întrebați la OIM România.'
    await writeFile(csv, formatCsv(table))
    const refused = await tool('import', 'ro', csv, '--yes')
    expect(refused.code).toBe(1)
    expect(refused.text).toContain('number to dial in prose')
    expect(await words()).toBe(before)

    table[1]![6] = 'Da: scrieți la OIM România.'
    await writeFile(csv, formatCsv(table))
    const shown = await tool('import', 'ro', csv)
    expect(shown.text).toContain('+ answer: Da: scrieți la OIM România.')
    expect(await words()).toBe(before) // nobody said yes

    expect((await tool('import', 'ro', csv, '--yes')).text).toContain('1 changed, 1 new')
    expect(JSON.parse(await words())['go-home'].answer).toEqual(['Da: scrieți la OIM România.'])
    expect((await tool('undo')).text).toContain('Taken back: Imported ro')
    expect(await words()).toBe(before)
  }, 60_000)
})
