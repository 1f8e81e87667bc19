import { neighbourLayouts, otherLayouts } from '../../src/language/retype.ts'
import { mainScript, scriptOf } from '../../src/language/scripts.ts'

describe('the same keys on another layout', () => {
  test.each([
    ['ghbdsn', 'latin', 'uk', 'привіт'],
    ['GHBDTN', 'latin', 'ru', 'привет'], // capitals too
    [',snm vj;tn', 'latin', 'ru', 'быть может'], // letters lie on keys of punctuation
    ["jd'xfnf", 'latin', 'ru', 'овэчата'],
    ['hgsghl', 'latin', 'ar', 'السلام'],
    ['ghl', 'latin', 'ar', 'لام'],
  ])('“%s” (%s) for %s is “%s”', (text, script, locale, expected) => {
    expect(otherLayouts(text, script)).toContainEqual({ text: expected, locale })
  })

  test.each([
    ['руддщ', 'cyrillic', 'hello'],
    ['ифыфкфифшф', 'cyrillic', 'basarabaia'],
    ['هخة', 'arabic', 'iom'],
    ['لاعس', 'arabic', 'bus'], // one key, two letters
  ])('“%s” (%s) is “%s” in Latin letters', (text, script, expected) => {
    expect(otherLayouts(text, script).map((retyping) => retyping.text)).toContain(expected)
  })

  test('a script without a layout of ours has none', () => {
    expect(otherLayouts('नमस्ते', 'devanagari')).toEqual([])
  })
})

test('Russian on the Ukrainian layout and the other way round, only where a letter changes', () => {
  expect(neighbourLayouts('Єто ві')).toContainEqual({ text: 'это вы', locale: 'ru' })
  expect(neighbourLayouts('прывыт')).toContainEqual({ text: 'прівіт', locale: 'uk' })
  expect(neighbourLayouts('адвокат')).toEqual([])
})

describe('the script that carries a text', () => {
  test.each([
    ['permis de ședere для мужа и сына', 'cyrillic'], // a Latin letter weighs half
    ['hello привет my dear friend', 'latin'],
    ['١٢٣ 123', undefined],
    ['سلام OK', 'arabic'],
    ['नमस्ते', 'devanagari'],
    ['ආයුබෝවන්', 'sinhala'],
    ['😀', undefined],
  ])('“%s” → %s', (text, expected) => {
    expect(mainScript(text)?.script).toBe(expected)
  })

  test('signs that scripts share belong to none', () => {
    expect(scriptOf('،')).toBeUndefined()
    expect(scriptOf('٣')).toBeUndefined()
    expect(scriptOf('')).toBeUndefined()
  })
})
