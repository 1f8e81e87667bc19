import { readFileSync } from 'node:fs'
import { createDetector } from '../../src/language/detect.ts'
import { publicTexts } from '../../src/language/public-texts.ts'

const LOCALES = 'en ro uk ru ar fr es tr fa ps ur hi bn ne si vi'.split(' ')

interface Group {
  lang: string | string[]
  kind: string
  texts: string[]
}
const groups: Group[] = JSON.parse(readFileSync(new URL('./detect-table.json', import.meta.url), 'utf8'))
const rows = groups.flatMap(({ lang, kind, texts }) =>
  texts.map((text) => ({ langs: [lang].flat(), kind, text })),
)

// The public texts alone: what the knowledge base adds can only help, and the table must not depend on its wording.
const { detect, retypings } = createDetector(Object.fromEntries(LOCALES.map((locale) => [locale, []])))

describe('short messages in sixteen languages', () => {
  test('the table has at least 25 messages of one to eight words for each language, none of which was trained on', () => {
    for (const locale of LOCALES) {
      const own = rows.filter(({ langs }) => langs.includes(locale))
      expect([locale, own.length >= 25]).toEqual([locale, true])
      const trained = new Set([...publicTexts(locale).messages, ...publicTexts(locale).latinTyped])
      expect(own.filter(({ text }) => trained.has(text) || text.split(' ').length > 8)).toEqual([])
    }
  })

  test('at least 97 of 100 are recognised', () => {
    const missed = rows.filter(({ langs, text }) => !langs.includes(detect(text).locale ?? ''))
    // the message names the misses
    expect(missed.map(({ langs, text }) => `${langs}: ${text} → ${detect(text).locale}`)).toHaveLength(
      Math.min(missed.length, Math.floor(rows.length * 0.03)),
    )
  })

  test.each(LOCALES)('no more than one message in ten of %s is missed', (locale) => {
    const own = rows.filter(({ langs }) => langs.includes(locale))
    const missed = own.filter(({ langs, text }) => !langs.includes(detect(text).locale ?? ''))
    expect(missed.length / own.length).toBeLessThanOrEqual(0.1)
  })

  test('what it is sure of is right', () => {
    const sure = rows.filter(({ text }) => detect(text).sure)
    const wrong = sure.filter(({ langs, text }) => !langs.includes(detect(text).locale!))
    expect(sure.length).toBeGreaterThan(rows.length / 2)
    expect(wrong.length / sure.length).toBeLessThanOrEqual(0.005)
  })
})

describe('who writes decides where the text does not', () => {
  test.each(['passport', 'ticket', 'phone number', 'emoji'])(
    'a borrowed word alone is not taken for a language of another script: %s',
    (text) => expect(detect(text).latinTyped).toBeUndefined(),
  )

  test.each([
    // text, previous, hint, expected
    ['kitna paisa', 'ur', undefined, 'ur'], // Hindi and Urdu in Latin letters are one language
    ['kitna paisa', 'hi', undefined, 'hi'],
    ['mera passport', undefined, 'ur', 'ur'],
    ['документи', 'uk', undefined, 'uk'],
    ['адвокат', 'uk', undefined, 'uk'],
    ['адвокат', 'ru', undefined, 'ru'],
    ['адвокат', 'ru', 'uk', 'ru'], // the conversation counts more than the app
  ])('“%s” after %s, app %s → %s', (text, previous, hint, expected) => {
    expect(detect(text, { previous, hint }).locale).toBe(expected)
  })

  test('a sentence in another language is stronger than the person’s language', () => {
    const found = detect('де я можу отримати допомогу', { previous: 'ru', hint: 'ru' })
    expect(found).toMatchObject({ locale: 'uk', sure: true })
  })

  test.each([
    '12345',
    '+40 21 210 30 50',
    '🙏🙏',
    '...',
    '',
    '   ',
    'Ahmed Khan',
    'IOM',
    'WhatsApp',
    'qwrtzp',
    'ааааааа',
    'გამარჯობა',
  ])('“%s” is no language', (text) => {
    expect(detect(text, { previous: 'fr' })).toMatchObject({ locale: undefined, sure: false })
  })

  test('one English word proves nothing', () => {
    expect(detect('hello', { previous: 'ar' }).sure).toBe(false)
  })
})

describe('mixed and mistyped', () => {
  test.each([
    ['je veux renouveler mon permis de ședere à cluj', 'fr'], // a Romanian term inside
    ['мені треба permis de ședere і довідка', 'uk'],
    ['hello, bonjour, je cherche un avocat gratuit', 'fr'], // the greeting is another language
    // a link is no language
    ['что это https://romania.iom.int/news/iom-romania-refurbishes-sections-of-five-public-libraries', 'ru'],
    ['мені нужна помощ', 'uk'], // two Russian words, but і is not Russian
    ['تجديد permis de ședere', 'ar'], // the longer part is a borrowed term
    ['ازيكم', 'ar'], // on the Latin layout: h.d;l
    ['فين بجدد aviz de muncă', 'ar'],
    ['мiй чоловiк шукає роботу', 'uk'], // Latin i inside Cyrillic words
    ['پاسپورت من گم شده', 'fa'],
    ['باسپورتم كجاست ميخواهم', 'fa'], // Persian on an Arabic keyboard
  ])('“%s” → %s', (text, expected) => {
    expect(detect(text).locale).toBe(expected)
  })

  test.each([
    ['uk', 'yak otrymaty dovidku', 'uk'],
    ['ru', 'kak poluchit spravku', 'ru'],
    ['ar', 'kif fini a3mel i2ame', 'ar'],
    ['ur', 'mujhe madad chahiye jaldi', undefined],
  ])('typed in Latin letters: %s', (_, text, expected) => {
    const found = detect(text)
    expect(found.latinTyped).toBeDefined()
    if (expected) expect(found.latinTyped).toBe(expected)
  })

  test.each([
    ['ghbdtn rfr ltkf', 'ru', 'привет как дела'],
    ['ghbdsn', 'uk', 'привіт'],
    ['руддщ ьн акшутв', 'en', 'hello my friend'],
    ['где ві находитесь', 'ru', 'где вы находитесь'], // the Ukrainian layout
    ['єто бесплатно', 'ru', 'это бесплатно'],
    ['hgsghl ugd;l', 'ar', 'السلام عليكم'],
  ])('another keyboard layout: “%s” is %s', (text, locale, retyped) => {
    expect(detect(text)).toMatchObject({ locale, retyped })
  })

  test('only what looks like no language is retyped', () => {
    expect(retypings('where is your office')).toEqual([])
    expect(retypings('где ваш офис')).toEqual([])
    expect(retypings('asdfghjk')).toEqual([])
    expect(retypings('УВКБ ajutor')).toEqual([]) // an abbreviation beside another script
    expect(retypings('ult dfi jabc')).toContainEqual({ text: 'где ваш офис', locale: 'ru' })
  })
})

describe('limits', () => {
  test('a new locale needs no code', () => {
    const greek = ['θέλω να γυρίσω σπίτι', 'πού είναι το γραφείο', 'έχασα το διαβατήριο']
    const detector = createDetector({ en: [], el: greek })
    expect(detector.detect('πού είναι το διαβατήριο').locale).toBe('el')
  })

  test('texts of the knowledge base sharpen it', () => {
    const word = 'zorblax'
    const own = Array.from({ length: 40 }, (_, i) => `${word} ${word}ul numarul ${i}`)
    const detector = createDetector({ en: [], ro: own, fr: [] })
    expect(detect(word).candidates[0]?.locale).not.toBe('ro')
    expect(detector.detect(word).locale).toBe('ro')
  })

  test('texts that are in another language than their file says are not learned', () => {
    const russian = Array.from(
      { length: 40 },
      (_, i) => `подскажите пожалуйста где находится зорбласка номер ${i}`,
    )
    const ofUkrainian = (training: Record<string, string[]>) =>
      createDetector(training)
        .detect('зорбласка')
        .candidates.find(({ locale }) => locale === 'uk')!.probability
    expect(ofUkrainian({ uk: russian, ru: [] })).toBeCloseTo(ofUkrainian({ uk: [], ru: [] }))
  })

  test.each([
    ['one letter', 'a'.repeat(100_000)],
    ['marks', 'e\u0301\u0323'.repeat(30_000)],
    ['apostrophes', "l'".repeat(50_000)],
    ['addresses', 'www.'.repeat(25_000)],
    ['ats', '@a'.repeat(50_000)],
    ['spaces', ' '.repeat(100_000)],
  ])('a long text of %s takes less than 100 ms', (_, text) => {
    const start = performance.now()
    detect(text)
    expect(performance.now() - start).toBeLessThan(100)
  })
})
