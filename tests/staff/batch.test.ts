import type { Bot } from '../../src/bot.ts'
import type { Message } from '../../src/conversation/message.ts'
import { answerLine } from '../../src/staff/batch.ts'

/** Tells the hint that reached the bot as the language of the reply. */
const bot = {
  answer: async ({ languageHint }: Message) => ({
    kind: 'none',
    lang: languageHint ?? 'none given',
    direction: 'ltr',
    paragraphs: [],
    numbers: [],
    contacts: [],
    places: [],
    links: [],
    notes: [],
    facts: [],
    choices: [],
  }),
  knowledge: () => ({ entries: new Map() }),
} as unknown as Bot

test.each([
  ['"uk"', 'uk'],
  ['["uk", "ru"]', 'uk'],
  ['null', 'none given'],
])('the language of a line may be %s', async (lang, expected) => {
  expect(await answerLine(`{"id": "1", "text": "hello", "lang": ${lang}}`, bot)).toMatchObject({
    lang: expected,
  })
})

test('a first line that begins with a byte order mark is read', async () => {
  expect(await answerLine('\ufeff{"id": "1", "text": "hello"}', bot)).toMatchObject({ id: '1', kind: 'none' })
})

test.each([
  ['{', null],
  ['null', null],
  ['{"id": 7}', 7],
  ['{"id": "1", "text": null}', '1'],
])('a line that cannot be read is told with its id: %s', async (line, id) => {
  expect(await answerLine(line, bot)).toEqual({ id, error: expect.any(String) })
})

test('a blank line gives nothing', async () => {
  expect(await answerLine(' ', bot)).toBeUndefined()
})
