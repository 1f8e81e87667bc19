import { describe, expect, test } from '@jest/globals'

import { skeleton } from '../../src/language/skeleton.ts'

describe('Cyrillic and its Latin typings have one skeleton', () => {
  test.each([
    // native, typed, whose habit
    ['щоб брати книжки додому', 'shchob braty knyzhky dodomu'],
    ['щоб брати книжки додому', 'schob brati knizki dodomu'],
    ['чого', '4ogo'],
    ['можна', 'mozhna'],
    ['можна', 'mojna'],
    ['шукаю', 'wukayu'],
    ['яка моя', 'jaka moja'],
    ['яка моя', 'yaka moya'],
    ['яка моя', 'iaka moia'],
    ['хочу', 'hochu'],
    ['хочу', 'khochu'],
    ['хочу', 'xo4u'],
    ['бесплатный', 'besplatnyj'],
    ['бесплатный', 'besplatniy'],
    ['циган', 'tsyhan'],
    ['сім’я', "sim'ya"],
    ['общение', 'obshchenie'],
  ])('%s = %s', (native, typed) => {
    expect(skeleton(typed, 'cyrillic')).toBe(skeleton(native))
  })
})

describe('Arabic and its Latin typings have one skeleton', () => {
  test.each([
    ['الرجوع للعراق', 'el rujoo3 lel3iraq'],
    ['محامي', 'mo7ami'],
    ['محامي', 'muhamy'],
    ['غالي', 'ghali'],
    ['غالي', '8ali'],
    ['خدمة', '5edma'],
    ['خدمة', 'khidmah'],
    ['شغل', 'shoghl'],
    ['قانون', 'qanoun'],
    ['ثلاثة', 'thalatha'],
  ])('%s = %s', (native, typed) => {
    expect(skeleton(typed, 'arabic')).toBe(skeleton(native))
  })
})

test('without a script, digits between letters mean Arabic', () => {
  expect(skeleton('3iraq')).toBe(skeleton('عراق'))
  expect(skeleton('moya viza')).toBe(skeleton('моя виза'))
})

test.each(['', '???', '123 45', 'ʼ'])('of %j is words without letters at most', (text) => {
  expect(skeleton(text)).toMatch(/^[\d ]*$/)
})
