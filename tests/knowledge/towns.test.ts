import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ContentError } from '../../src/fault.ts'
import { createTownFinder, loadTowns } from '../../src/knowledge/towns.ts'
import { publicTexts } from '../../src/language/public-texts.ts'

const KNOWLEDGE = fileURLToPath(new URL('../../knowledge', import.meta.url))
const file = await loadTowns(KNOWLEDGE)
const { find } = createTownFinder(file)
const named = (text: string) => find(text).map(({ name, area }) => (area ? `${name} county` : name))

describe('towns as people write them', () => {
  test.each([
    ['library in medgidia', 'Medgidia'],
    ['immigration office cluj', 'Cluj-Napoca'],
    ['BRASOV', 'Brașov'],
    ['bibliotecă refugiați brașov', 'Brașov'],
    ['programul brasovului', 'Brașov'], // article and genitive
    ['centrul de imigrări al Timișoarei', 'Timișoara'],
    ['je suis à bucarest', 'București'],
    ["j'habite près d'Iași", 'Iași'],
    ['vivo en Constanza', 'Constanța'],
    ['Bükreş’te bir ofis', 'București'], // Turkish: place suffix after an apostrophe
    ["Köstence'deyim", 'Constanța'],
    ['в Бухаресте', 'București'],
    ['у Бухаресті', 'București'],
    ['бібліотека в Брашові', 'Brașov'],
    ['из Клужа', 'Cluj-Napoca'],
    ['курсы в Тимишоаре', 'Timișoara'],
    ['живу в Констанці', 'Constanța'],
    ['в Яссах есть офис', 'Iași'],
    ['адреса в Сучаві', 'Suceava'],
    ['Бая-Маре', 'Baia Mare'],
    ['Галац', 'Galați'],
    ['кордон Сірет', 'Siret'],
    ['مكتب بوخارست', 'București'],
    ['ببراشوف', 'Brașov'], // "in" without a space
    ['وين المكتب بكلوج', 'Cluj-Napoca'],
    ['در تیمیشوارا', 'Timișoara'],
    ['बुखारेस्ट में', 'București'],
    ['बुखारेस्टमा काम', 'București'], // Nepali: ending without a space
    ['বুখারেস্টে থাকি', 'București'],
    ['බුකාරෙස්ට් වල', 'București'],
    ['v buhareste', 'București'],
    ['timisora', 'Timișoara'], // a letter missing
    ['bucharset', 'București'], // two letters swapped
    ['сучавва', 'Suceava'], // a letter too many
    ['targu mures', 'Târgu Mureș'],
    ['Tg. Mureș', 'Târgu Mureș'],
    ['drobeta turnu severin', 'Drobeta-Turnu Severin'],
    ['Cluj-Napoca', 'Cluj-Napoca'],
    ['sighet', 'Sighetu Marmației'],
    ['судуть у Radauti', 'Rădăuți'],
    ['Rădăuți-Prut', 'Rădăuți-Prut'], // not Rădăuți
    ['județul Maramureș', 'Maramureș county'],
    ['timis', 'Timiș county'],
    ['piatra neamt', 'Piatra Neamț'], // not the county Neamț
    ['judetul neamt', 'Neamț county'],
    ['in alba', 'Alba county'],
    ['alba iulia', 'Alba Iulia'],
    ['lucrez in dej', 'Dej'],
  ])('“%s” → %s', (text, expected) => {
    expect(named(text)).toEqual([expected])
  })

  test('several towns come in their order, each once, with their place in the text', () => {
    const text = 'din Galați la Iași, apoi Galati'
    const found = find(text)
    expect(found.map(({ name, county }) => [name, county])).toEqual([
      ['Galați', 'Galați'],
      ['Iași', 'Iași'],
    ])
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['Galați', 'Iași'])
  })
})

describe('ordinary words are no towns', () => {
  test.each([
    'casa albă e mare', // white, big
    'in satul mare de langa noi',
    'curs de roman', // a town Roman exists
    'constant pain in my back',
    'douleur constante',
    'lucrez constant',
    'we sleep on camping',
    'решила вернуться домой', // Reșița
    'нет врача', // Vrancea
    'дорогой друг', // Dorohoi
    'kocam orada', // "there"; Oradea
    'صاحب العمل أراد جوازي', // "wanted"; Arad
    'vreau sa dejunez',
    'am visat o corabie',
    'from Alexandria Egypt to my family'.replace('from ', 'my home is '),
    'romania moldova ukraine',
    '',
    '   ',
  ])('“%s”', (text) => {
    expect(named(text)).toEqual([])
  })

  test('in the seed messages of all languages only real towns are found', () => {
    const locales = 'en ro uk ru ar fr es tr fa ps ur hi bn ne si vi'.split(' ')
    const texts = locales.flatMap((locale) => [
      ...publicTexts(locale).messages,
      ...publicTexts(locale).latinTyped,
    ])
    const hits = texts.flatMap((text) => named(text).map((name) => `${name}: ${text}`))
    expect(hits.sort()).toEqual([
      'Constanța: я з одеси, живу в констанці',
      'Siret: граница сирет',
      'Siret: кордон сірет',
    ])
  })
})

describe('the list', () => {
  test('every town of the places and every county is in it', () => {
    const { places } = JSON.parse(readFileSync(join(KNOWLEDGE, 'places.json'), 'utf8'))
    const missing = places.filter(
      ({ town, county }: { town: string; county: string }) =>
        !find(`in ${town}`).some((found) => found.name === town && found.county === county),
    )
    expect(missing).toEqual([])
    expect(new Set(file.towns.map(({ county }) => county)).size).toBe(42)
  })

  test('every spelling leads to its own town', () => {
    const wrong = file.towns.flatMap(({ id, name, spellings }) =>
      [name, ...spellings]
        .filter((spelling) => find(`in ${spelling}`)[0]?.id !== id)
        .map((s) => `${id}: ${s}`),
    )
    // Vaslui, Galați … are town and county in one; a county's own record stands only where the names differ.
    expect(wrong).toEqual([])
  })

  test('ids are unique and lie in Romania', () => {
    expect(new Set(file.towns.map(({ id }) => id)).size).toBe(file.towns.length)
  })
})

test('a broken or missing file is told with its place', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'towns-'))
  try {
    await expect(loadTowns(folder)).rejects.toThrow('towns.json')
    await writeFile(join(folder, 'towns.json'), '{"source":"x","notTowns":[],"towns":[{"id":"A b"}]}')
    await expect(loadTowns(folder)).rejects.toBeInstanceOf(ContentError)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test.each([
  ['one word', 'brasov'.repeat(1_000)],
  ['many words', 'bras '.repeat(20_000)],
  ['many towns', 'brasov galati târgu '.repeat(1_000)],
])('a long text of %s takes less than 100 ms', (_, text) => {
  const start = performance.now()
  find(text)
  expect(performance.now() - start).toBeLessThan(100)
})
