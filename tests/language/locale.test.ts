import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ContentError } from '../../src/fault.ts'
import { loadLocales, readingOrder } from '../../src/language/locale.ts'

const REAL = fileURLToPath(new URL('../../locales', import.meta.url))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'locales-'))
  await language('en', { name: 'English', direction: 'ltr', readers: [] })
})
afterEach(() => rm(folder, { recursive: true }))

async function language(tag: string, content: unknown): Promise<void> {
  await mkdir(join(folder, tag), { recursive: true })
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  await writeFile(join(folder, tag, 'language.json'), text)
}

async function faults(): Promise<string[]> {
  const error = await loadLocales(folder, 'locales').then(
    () => undefined,
    (thrown) => thrown,
  )
  expect(error).toBeInstanceOf(ContentError)
  return (error as ContentError).faults.map(({ file, at, problem, remedy }) => {
    expect(remedy).not.toBe('')
    return `${file} ${at} ${problem}`
  })
}

test('the sixteen locales of the project load, with name, direction and readers', async () => {
  const locales = await loadLocales(REAL)
  expect([...locales.keys()].sort()).toEqual('ar bn en es fa fr hi ne ps ro ru si tr uk ur vi'.split(' '))
  expect(locales.get('ur')).toEqual({ tag: 'ur', name: 'اردو', direction: 'rtl', readers: ['en'] })
  expect([...locales.values()].filter(({ direction }) => direction === 'rtl').map(({ tag }) => tag)).toEqual(
    'ar fa ps ur'.split(' '),
  )
})

test('a new folder is a new language', async () => {
  await language('pt-BR', { name: 'Português', direction: 'ltr', readers: ['en'] })
  expect((await loadLocales(folder)).get('pt-BR')?.name).toBe('Português')
})

test('every fault is told at once, with its file', async () => {
  await language('uk', '{ "name": "Українська", }')
  await language('ar', { name: '', direction: 'right', readers: ['en'], flag: '🏳' })
  await language('ne', { name: 'नेपाली', direction: 'ltr', readers: ['ne', 'xx'] })
  await mkdir(join(folder, 'ps'))
  await mkdir(join(folder, 'New language'))
  const found = (await faults()).join('\n')
  for (const part of [
    'locales/uk/language.json  this is not JSON',
    'locales/ar/language.json name',
    'locales/ar/language.json direction',
    'locales/ar/language.json  Unrecognized key: "flag"',
    'locales/ne/language.json readers[0] a language need not name itself',
    'locales/ne/language.json readers[1] there is no locale "xx"',
    'locales/ps/language.json  the file cannot be read',
    'locales/New language  the folder is not named by a language tag',
  ]) {
    expect(found).toContain(part)
  }
})

test('without the default language, or without the folder, it says so', async () => {
  await rm(join(folder, 'en'), { recursive: true })
  expect(await faults()).toEqual(['locales  the default language "en" is missing.'])
  await expect(loadLocales(join(folder, 'nowhere'))).rejects.toThrow('LOCALES_DIR')
})

test('people are served in their language, then in those they likely know, then in the default', async () => {
  await language('fa', { name: 'فارسی', direction: 'rtl', readers: ['en'] })
  await language('ps', { name: 'پښتو', direction: 'rtl', readers: ['fa'] })
  const locales = await loadLocales(folder)
  expect(readingOrder(locales, 'ps')).toEqual(['ps', 'fa', 'en'])
  expect(readingOrder(locales, 'en')).toEqual(['en'])
  expect(readingOrder(locales, 'xx')).toEqual(['en'])
})
