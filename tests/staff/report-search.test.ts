import { expect, test } from '@jest/globals'
import { competingSection, hurtingSection } from '../../src/staff/report-search.ts'

const rival = (text: string, entry: string, other: string, confidence: number) => ({
  text,
  entry,
  rival: other,
  confidence,
})
const found = new Map([
  [
    'en',
    [
      rival('office hours', 'office', 'holidays', 0.9),
      rival('open on monday', 'office', 'holidays', 0.8),
      rival('closed today', 'holidays', 'office', 0.7),
      rival('a stray one', 'office', 'courses', 0.6),
    ],
  ],
  ['ro', [rival('program birou', 'office', 'holidays', 0.95)]],
])

test('pairs of entries that take three phrasings and more from each other compete, in either direction', () => {
  expect(competingSection(found).rows).toEqual([['en', 'holidays – office', '3', '“office hours” (office)']])
})

test('phrasings that hurt are listed from all languages, the surest first', () => {
  expect(
    hurtingSection(found).rows.map(([locale, text, , , confidence]) => [locale, text, confidence]),
  ).toEqual([
    ['ro', 'program birou', '95 %'],
    ['en', 'office hours', '90 %'],
    ['en', 'open on monday', '80 %'],
    ['en', 'closed today', '70 %'],
    ['en', 'a stray one', '60 %'],
  ])
})
