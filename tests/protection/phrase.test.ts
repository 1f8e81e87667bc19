import { words } from '../../src/language/normalise.ts'
import { expandAlternatives, PhraseFinder, readPhrase } from '../../src/protection/phrase.ts'

function found(written: string, text: string): boolean {
  return new PhraseFinder(readPhrase(written, 'tag')).find(words(text)).length > 0
}

describe('a phrase of the dictionary fits what people write', () => {
  test.each([
    // phrase, text, whether it fits
    ['lock* me', 'he locks me in', true],
    ['lock* me', 'he locks the door for me', false], // words must stand together…
    ['lock* … me', 'he locks the door for me', true], // …unless a gap says otherwise
    ['lock* … me', 'he locks one two three four five me', false], // a gap is four words at most
    ['lock', 'locked', false], // without a star the word ends there
    ['*ضرب*', 'بيضربني كل يوم', true], // a star in front, for prefixes of Arabic
    ['(beat*|hit*) (me|us)', 'he hits us', true],
    ['i am # years', 'i am 12 years old', true],
    ['i am # years', 'i am 34 years old', false], // only the age of a child
    ['i am # years', 'أنا i am ١٢ years', true], // digits of any script
    ["l'eau", 'dans l’eau', true], // elisions split as folding splits them
    ['m-a bătut', 'M-A BATUT ieri', true], // hyphens, diacritics and case do not matter
  ])('“%s” in “%s”: %s', (written, text, expected) => {
    expect(found(written, text)).toBe(expected)
  })

  test('alternatives multiply, also inside one another', () => {
    expect(expandAlternatives('(a|b(c|d)) e')).toEqual(['a e', 'bc e', 'bd e'])
  })

  test.each(['(a|b', 'a|b) c'])('“%s” is refused in words that say where', (written) => {
    expect(() => readPhrase(written, 'tag')).toThrow(/bracket/)
  })
})
