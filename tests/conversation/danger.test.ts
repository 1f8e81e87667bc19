import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Bot } from '../../src/bot.ts'
import { fixtureBot, person } from '../fixtures/bot.ts'

let bot: Bot

beforeAll(async () => {
  bot = await fixtureBot()
})
afterAll(() => bot.stop())

describe('danger is read wherever it is written', () => {
  test.each([
    '/help my husband beats me',
    '/human he locked me in the house and took my passport',
    '/start please help, i want to kill myself',
    '/HELP my husband beats me',
    '/forget my husband beats me every day',
    '/nonsense my husband beats me',
  ])('behind a command: “%s”', async (text) => {
    const reply = await person(bot).writes(text)

    expect(reply.kind).toBe('crisis')
    expect(reply.paragraphs.join(' ') + JSON.stringify(reply)).toContain('112')
  })

  test('behind a command that the channel has read', async () => {
    const reply = await person(bot).send({
      kind: 'command',
      name: 'help',
      argument: 'my husband beats me',
    })

    expect(reply.kind).toBe('crisis')
  })

  test.each([5_000, 20_000, 60_000])('behind %i ordinary characters', async (length) => {
    const long = 'I live in Cluj and I work in a bakery near the station. '.repeat(Math.ceil(length / 55))
    const reply = await person(bot).writes(`${long.slice(0, length)} My husband beats me every day.`)

    expect(reply.kind).toBe('crisis')
  })
})

describe('a payload behind a command is no text of a person', () => {
  test.each(['/start home', '/start learning__uk', '/language uk', '/start kill'])('“%s”', async (text) => {
    expect((await person(bot).writes(text)).kind).not.toBe('crisis')
  })
})

describe('words that lead nowhere are asked about', () => {
  test.each(['the second one', 'more', 'and in', 'the other'])(
    '“%s” without an answer before it',
    async (text) => {
      const reply = await person(bot, { userId: `new ${text}` }).writes(text)

      expect(reply).toMatchObject({
        kind: 'none',
        paragraphs: ['Which answer do you mean? Please write your question, or choose a topic.'],
      })
    },
  )

  test('an unknown command gets help', async () => {
    const reply = await person(bot).writes('/nonsense')

    expect(reply.kind).toBe('command')
  })
})
