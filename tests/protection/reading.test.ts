import { describe, expect, test } from '@jest/globals'
import { toneOf } from '../../src/protection/reading.ts'
import { markedWords, sameTones, tonesOf } from '../../src/protection/tones.ts'

describe('laughter is heard', () => {
  test.each([
    'the cold is killing me haha',
    'ребёнок меня убьёт ахахах',
    'قتلني البرد ههههه',
    'me muero jajaja',
    'ptdr il va me tuer',
    'ठंड से मर गए हाहा',
    'he will kill me 😂',
    'boss kill me lol',
    'помру тут ))',
  ])('in “%s”', (text) => {
    expect(toneOf(text).laughs).toBe(true)
  })

  test.each(['he locked me in', 'call 5555', 'lola is missing', 'мне плохо (', 'he is in the Hahn hotel'])(
    'not in “%s”',
    (text) => {
      expect(toneOf(text).laughs).toBe(false)
    },
  )
})

describe('Vietnamese marks tell words apart', () => {
  const found = (words: string[], text: string, phrase: string) =>
    sameTones(words, tonesOf(text) ?? new Map(), markedWords(phrase))

  test.each([
    // folded word, what the person typed, the phrase that it was found by, whether it is the same word
    ['sung', 'anh ấy có súng', 'súng', true],
    ['song', 'tôi sống ở cluj', 'sòng', false],
    ['sung', 'tôi bị sưng chân', 'súng', false],
    ['troi', 'lạnh quá trời', 'trói', false],
    ['troi', 'nó trói em vào giường', '(trói|buộc)', true],
    ['sung', 'no co sung, toi sợ', 'súng', true], // typed without a mark: it may be meant
    ['sung', 'anh ấy có súng', 'sung', true], // the phrase was typed without a mark
  ])('“%s” of “%s” against “%s”: %s', (word, text, phrase, same) => {
    expect(found([word], text, phrase)).toBe(same)
  })

  test('other languages are left alone', () => {
    expect(tonesOf('¿dónde está mi niño?')).toBeUndefined()
    expect(tonesOf('unde e școala')).toBeUndefined()
  })
})
