import { describe, expect, test } from '@jest/globals'
import { renderTelegram } from '../../../src/channels/telegram/render.ts'
import { emptyReply, type Reply } from '../../../src/conversation/reply.ts'

const reply = (parts: Partial<Reply>): Reply => ({ ...emptyReply('answer', 'en', 'ltr'), ...parts })

function texts(rendered: ReturnType<typeof renderTelegram>): string[] {
  return rendered.flatMap((sending) => (sending.method === 'sendMessage' ? sending.text : []))
}

describe('a reply on Telegram', () => {
  test('formatting travels as entities, so an answer may hold any character', () => {
    const [sending] = renderTelegram(reply({ title: 'a_b*c', paragraphs: ['1 < 2 & _x_ [y](z)'] }))

    expect(sending).toMatchObject({ text: 'a_b*c\n\n1 < 2 & _x_ [y](z)' })
    expect(sending?.method === 'sendMessage' && sending.entities).toMatchObject([
      { type: 'bold', offset: 0, length: 5 },
    ])
  })

  test('in danger the numbers are the first line, and the notice comes last', () => {
    const [first] = texts(
      renderTelegram(
        reply({
          numbers: [
            { dial: '112', display: '112', via: 'call' },
            { dial: '0800500333', display: '0800 500 333', via: 'call' },
          ],
          paragraphs: ['You are not alone.'],
          notice: ['I am a machine.'],
        }),
      ),
    )

    expect(first).toBe('112 · 0800 500 333\n\nYou are not alone.\n\nI am a machine.')
  })

  test('a long reply is split below the limit, at paragraphs, with the buttons on the last part', () => {
    const paragraphs = Array.from({ length: 12 }, (_, index) => `${index} ${'word '.repeat(150)}`.trim())
    const rendered = renderTelegram(reply({ paragraphs, choices: [{ id: 'x', label: 'X' }] }))

    expect(rendered.length).toBeGreaterThan(1)
    for (const text of texts(rendered)) expect(text.length).toBeLessThanOrEqual(3_500)
    expect(texts(rendered).join('\n\n')).toBe(paragraphs.join('\n\n'))
    expect(rendered.map((part) => part.method === 'sendMessage' && part.buttons.length)).toEqual([
      ...Array(rendered.length - 1).fill(0),
      1,
    ])
  })

  test('one paragraph beyond the limit is cut between words', () => {
    const long = 'abcdefghi '.repeat(900).trim()

    for (const text of texts(renderTelegram(reply({ paragraphs: [long] })))) {
      expect(text.length).toBeLessThanOrEqual(3_500)
      expect(text).toMatch(/^abcdefghi.*abcdefghi$/)
    }
  })

  test('small buttons share a row, questions have one each', () => {
    const [sending] = renderTelegram(
      reply({
        paragraphs: ['?'],
        choices: [
          { id: 'a', label: 'A question' },
          { id: 'b', label: 'B', compact: true },
          { id: 'c', label: 'C', compact: true },
        ],
      }),
    )

    expect(
      sending?.method === 'sendMessage' && sending.buttons.map((row) => row.map(({ text }) => text)),
    ).toEqual([['A question'], ['B', 'C']])
  })

  test('a button that Telegram would refuse is left out', () => {
    const [sending] = renderTelegram(
      reply({ paragraphs: ['?'], choices: [{ id: 'x'.repeat(65), label: 'X' }] }),
    )

    expect(sending?.method === 'sendMessage' && sending.buttons).toEqual([])
  })

  test.each([
    ['place', ['sendVenue', 'sendMessage']],
    ['town', ['sendMessage']],
  ] as const)('coordinates of a %s become %j', (exact, methods) => {
    const place = {
      id: 'p',
      name: 'Library',
      address: 'Brașov',
      latitude: 45.6,
      longitude: 25.6,
      exact,
      mapUrl: 'https://map.example',
      details: [],
    }

    expect(renderTelegram(reply({ places: [place] })).map(({ method }) => method)).toEqual(methods)
  })
})
