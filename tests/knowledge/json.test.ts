import fc from 'fast-check'
import { parseJson } from '../../src/knowledge/json.ts'

describe('strict JSON', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value, null, 2)
        if (text.includes('__proto__')) return
        const read = parseJson(text, 'f.json')
        expect(read.ok && JSON.stringify(read.value)).toBe(JSON.stringify(JSON.parse(text)))
      }),
    )
  })

  test('refuses whatever JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (noise, at) => {
        const good = '{"a": ["text", 1.5, true, null], "b": {"c": "\\u00e9"}}'
        const text = good.slice(0, at % good.length) + noise + good.slice(at % good.length)
        let refused = false
        try {
          JSON.parse(text)
        } catch {
          refused = true
        }
        if (refused) expect(parseJson(text, 'f.json').ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    // text, where, what is said
    ['{"a": 1, "a": 2}', 'line 1, column 10', '“a” stands twice'], // JSON.parse would keep the second
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3', 'A comma or } is missing'],
    ['{"a": "x" "b": 1}', 'line 1, column 11', 'comma'],
    ['["a",]', 'line 1, column 6', 'comma stands before'],
    ['{"a": "broken\nline"}', 'line 1, column 14', 'broken over two lines'],
    ['{"a": "cut', 'line 1, column 11', 'breaks off'],
    ['{"a": [1, 2', 'line 1, column 12', 'breaks off'],
    ['', 'line 1, column 1', 'empty'],
    ['   \n ', 'line 1, column 1', 'empty'],
    ['{"a": 1} x', 'line 1, column 10', 'after the end'],
    ['{"__proto__": {"x": 1}}', 'line 1, column 2', '__proto__'],
    ['{"a": tru}', 'line 1, column 7', 'value was expected'],
    ['{"a": "\\q"}', 'line 1, column 7', 'backslash'],
  ])('%j is refused at %s', (text, at, problem) => {
    const read = parseJson(text, 'f.json')
    expect(read.ok).toBe(false)
    if (read.ok) return
    expect(read.faults[0]).toMatchObject({ file: 'f.json', at })
    expect(read.faults[0]?.problem).toContain(problem)
    expect(read.faults[0]?.remedy).not.toBe('')
  })

  test('names every key that stands twice', () => {
    const read = parseJson('{"a": {"x": 1, "x": 2}, "b": 1, "b": 2}', 'f.json')
    expect(read.ok ? [] : read.faults).toHaveLength(2)
  })

  test('refuses brackets that lie too deep, without running out of stack', () => {
    const read = parseJson('['.repeat(100_000), 'f.json')
    expect(read.ok ? '' : read.faults[0]?.problem).toContain('deep')
  })
})
