import { expect, test } from '@jest/globals'

import { rivals } from '../../src/search/rivals.ts'
import { ENGLISH } from './content.ts'

test('a phrasing in the wrong place is found, the others are not', () => {
  const content = {
    ...ENGLISH,
    entries: ENGLISH.entries.map((entry) =>
      entry.id === 'doctor'
        ? { ...entry, texts: [...entry.texts, 'free romanian language course class'] }
        : entry,
    ),
  }
  const found = rivals(content)

  expect(found[0]).toMatchObject({
    text: 'free romanian language course class',
    entry: 'doctor',
    rival: 'course',
  })
  expect(found.every(({ confidence }) => confidence >= 0.5)).toBe(true)
  expect(rivals(ENGLISH).map(({ text }) => text)).not.toContain('Where can I learn Romanian?')
})
