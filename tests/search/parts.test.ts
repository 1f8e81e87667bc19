import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { workspace } from '../../src/search/axpy.ts'
import { FeatureSpace } from '../../src/search/features.ts'
import { fitGate, fitWeights, type Lesson, probabilities } from '../../src/search/judge.ts'
import { editDistance, Lexicon } from '../../src/search/lexicon.ts'
import { NameKinds } from '../../src/search/names.ts'
import { logProbabilities, train } from '../../src/search/regression.ts'
import { scopeOf, trainScope } from '../../src/search/scope.ts'
import { PRIOR, PRIOR_THRESHOLDS, thresholdsOf } from '../../src/search/thresholds.ts'
import { windowsOf } from '../../src/search/windows.ts'

describe('the lexicon', () => {
  const words = ['passport', 'permit', 'protection', 'library', 'return', 'lesson', 'бібліотека', 'المحامي']
  const lexicon = new Lexicon(words, (word) => words.includes(word))

  test.each([
    ['pasport', 'passport'], // a letter missing
    ['passprot', 'passport'], // two swapped
    ['libary', 'library'],
    ['retrun', 'return'],
    ['protectoin', 'protection'],
    ['біблотека', 'бібліотека'],
    ['المحمي', 'المحامي'],
  ])('takes %s for %s', (typed, meant) => {
    expect(lexicon.correct([typed])).toEqual({
      words: [
        { word: typed, weight: 0.3 },
        { word: meant, weight: 0.7 },
      ],
      corrections: { [typed]: meant },
    })
  })

  test.each(['passport', 'visa', 'retn', 'xyzzyx', 'per', '12345678', 'libraryofcongress'])(
    'leaves %s as it is',
    (word) => {
      expect(lexicon.correct([word])).toEqual({ words: [{ word, weight: 1 }], corrections: {} })
    },
  )

  test('looks up only so many words of one text', () => {
    const { corrections } = new Lexicon(words, () => false).correct(['pasport', 'libary', 'retrun'], 2)
    expect(Object.keys(corrections)).toEqual(['pasport', 'libary'])
  })
})

test('the edit distance is a distance, cut where it grows too large', () => {
  expect(editDistance('abcd', 'abdc', 2)).toBe(1)
  expect(editDistance('kitten', 'sitting', 3)).toBe(3)
  expect(editDistance('kitten', 'sitting', 2)).toBe(3)
  const word = fc.string({ maxLength: 8 })
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b, 99)).toBe(editDistance(b, a, 99))
      expect(editDistance(a, b, 99) === 0).toBe(a === b)
      expect(editDistance(a, b, 1)).toBe(Math.min(2, editDistance(a, b, 99)))
    }),
    { seed: 1 },
  )
})

describe('windows', () => {
  test('are the sentences of a text', () => {
    expect(windowsOf('hello there! i lost my passport. what now?')).toEqual([
      'hello there',
      'i lost my passport',
      'what now',
    ])
  })

  test.each(['i lost my passport', 'hello. i lost my passport', '', '...'])('are none in %j', (text) => {
    expect(windowsOf(text)).toEqual([])
  })

  test('are cut from a long sentence, overlapping, at most six', () => {
    const words = Array.from({ length: 40 }, (_, at) => `w${at}`)
    const windows = windowsOf(words.join(' '))
    expect(windows[0]).toContain('w0 ')
    expect(windows.at(-1)).toContain('w39')
    expect(windowsOf('one two three. '.repeat(100))).toHaveLength(6)
  })
})

test('axpy adds a multiple, to its length and no further', () => {
  const numbers = fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(numbers, numbers, fc.float({ noNaN: true, min: -2, max: 2 }), (to, from, value) => {
      const space = workspace(32)
      space.numbers.set(to, 0)
      space.numbers.set(to, 8)
      space.numbers.set(from, 16)
      space.axpy(0, 16, value, 8)
      to.forEach((number, at) => {
        expect(space.numbers[at]).toBeCloseTo(number + value * from[at]!, 3)
        expect(space.numbers[8 + at]).toBe(Math.fround(number))
      })
    }),
    { numRuns: 50, seed: 1 },
  )
})

describe('features', () => {
  const kinds = new NameKinds('en', { elsewhere: ['Malmö', 'New Zealand', 'Spain'] })
  const space = FeatureSpace.build(
    'en',
    [
      ['lost', 'passport'],
      ['new', 'passport'],
      ['free', 'course'],
      ['visa', 'for', 'spain'],
    ],
    kinds,
  )
  const read = (...words: string[]) => space.read(words.map((word) => ({ word, weight: 1 })))

  test('of a known text have length 1 and nothing strange', () => {
    const { values, known, strange } = read('lost', 'passport')
    expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5)
    expect(known).toBeCloseTo(1, 5)
    expect(strange).toBe(0)
  })

  test('of strange words are short, and forms of a word share a stem', () => {
    expect(read('zzqx').known).toBe(0)
    expect(read('zzqx').strangeContent).toBe(1)
    expect(read('passports').stems.ids).toEqual(read('passport').stems.ids)
  })

  test.each([['malmo'], ['new zealand']])('know the name “%s”, which no text holds, by its kind', (name) => {
    const { stems, strangeContent } = read('visa', 'for', ...name.split(' '))
    const kind = read('spain').stems.ids.at(-1)

    expect([...stems.ids]).toContain(kind)
    expect(strangeContent).toBeLessThan(read('visa', 'for', 'zzqx', 'zzqx').strangeContent)
  })

  test('stay the same when they are stored', () => {
    const again = new FeatureSpace('en', space.names(), space.idf, space.texts, kinds)
    expect(again.read([{ word: 'course', weight: 1 }])).toEqual(read('course'))
  })
})

describe('learning', () => {
  const vector = (...ids: number[]) => ({
    ids: Int32Array.from(ids),
    values: new Float32Array(ids.length).fill(1 / Math.sqrt(ids.length)),
  })
  const rows = [vector(0, 1), vector(0, 2), vector(3, 4), vector(3, 5), vector(6, 7), vector(6, 8)]

  test('the regression tells classes apart, and the same again', () => {
    const labels = Int32Array.of(0, 0, 1, 1, 2, 2)
    const regression = train(rows, labels, 3, 9, { epochs: 20 })
    rows.forEach((row, at) => {
      const logs = logProbabilities(regression, row)
      expect(logs.indexOf(logs.reduce((a, b) => Math.max(a, b)))).toBe(labels[at])
      expect(logs.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 5)
    })
    expect(train(rows, labels, 3, 9, { epochs: 20 })).toEqual(regression)
  })

  test('the scope tells entries from off-topic texts, however few', () => {
    const labels = Int32Array.of(0, 0, 1, 1, 2, -1)
    const weights = trainScope(rows, labels, 9)
    expect(scopeOf(weights, rows[0]!)).toBeGreaterThan(0)
    expect(scopeOf(weights, rows[5]!)).toBeLessThan(scopeOf(weights, rows[4]!))
    expect(trainScope(rows, Int32Array.of(0, 0, 1, 1, 2, 2), 9).every((weight) => weight === 0)).toBe(true)
  })
})

describe('the judge', () => {
  const width = PRIOR.trained.entry.length
  const lesson = (first: number, second: number, right: number): Lesson => {
    const entries = new Float32Array(2 * width)
    entries[1] = first
    entries[width + 1] = second
    const none = new Float32Array(PRIOR.trained.none.length)
    none[0] = 1
    return { entries, none, right, weight: 1 }
  }

  test('gives probabilities', () => {
    const chances = probabilities(lesson(1, 0, 0), PRIOR.trained)
    expect(chances).toHaveLength(3)
    expect(chances.reduce((a, b) => a + b)).toBeCloseTo(1, 9)
    expect(chances[0]).toBeGreaterThan(chances[1]!)
  })

  test('keeps its prior without lessons and moves towards many', () => {
    expect(fitWeights([], PRIOR.trained)).toEqual(PRIOR.trained)
    const lessons = Array.from({ length: 200 }, (_, at) =>
      at % 2 ? lesson(0.9, 0.1, 0) : lesson(0.2, 0.1, 2),
    )
    const weights = fitWeights(lessons, PRIOR.trained)
    expect(probabilities(lessons[1]!, weights)[0]).toBeGreaterThan(0.8)
    expect(probabilities(lessons[0]!, weights)[2]).toBeGreaterThan(0.8)
  })

  test('lets the gate alone say how likely none is, and keeps the shares of the entries', () => {
    const shut = { ...PRIOR.trained, none: PRIOR.trained.none.with(0, 9) }
    const seen = lesson(0.6, 0.4, 0)
    const [open, gated] = [probabilities(seen, PRIOR.trained), probabilities(seen, PRIOR.trained, shut)]

    expect(gated.reduce((a, b) => a + b)).toBeCloseTo(1, 9)
    expect(gated[2]).toBeGreaterThan(0.9)
    expect(gated[0]! / gated[1]!).toBeCloseTo(open[0]! / open[1]!, 6)
  })

  test('a gate is surer than one model for both, where entries are alike and none of them is asked for', () => {
    const lessons = Array.from({ length: 300 }, (_, at) =>
      at % 3 ? lesson(0.5, 0.5, at % 2) : lesson(0.4, 0.4, 2),
    )
    const weights = fitWeights(lessons, PRIOR.trained)
    const gate = fitGate(lessons, weights)
    const loss = (chance: (each: Lesson) => number) =>
      lessons.reduce((sum, each) => sum - Math.log(each.right === 2 ? chance(each) : 1 - chance(each)), 0)

    expect(loss((each) => probabilities(each, weights, gate)[2]!)).toBeLessThan(
      loss((each) => probabilities(each, weights)[2]!),
    )
  })

  test('draws thresholds from held-out texts only where there are enough', () => {
    const few = Array.from({ length: 10 }, () => lesson(0.9, 0.1, 0))
    expect(thresholdsOf(few, PRIOR.trained)).toEqual(PRIOR_THRESHOLDS)
    const many = Array.from({ length: 400 }, (_, at) => (at % 4 ? lesson(0.9, 0.1, 0) : lesson(0.5, 0.4, 2)))
    const weights = fitWeights(many, PRIOR.trained)
    const { answer, sure } = thresholdsOf(many, weights)
    const answered = many.filter((each) => {
      const chances = probabilities(each, weights)
      return Math.max(chances[0]!, chances[1]!) >= answer && 1 - chances[2]! > sure
    })
    expect(answered.every(({ right }) => right === 0)).toBe(true)
    expect(answered.length).toBe(300)
  })
})
