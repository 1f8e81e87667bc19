import { abilitiesOf } from '../../../src/channels/botframework/abilities.ts'
import { createOffered } from '../../../src/channels/botframework/offered.ts'
import { type Incoming, readActivity, readLanguageHint } from '../../../src/channels/botframework/read.ts'
import { renderReply, splitText } from '../../../src/channels/botframework/render.ts'
import { emptyReply, type Reply } from '../../../src/conversation/reply.ts'
import { line } from './parrot.ts'

const read = (activity: Partial<Incoming>) =>
  readActivity({ text: '', recipient: { id: 'bot', name: '' }, ...activity } as Incoming, (text) =>
    text === 'Topics' ? 'cmd:topics' : undefined,
  )

describe('what a person sent', () => {
  test.each<[string, Partial<Incoming>, object | undefined]>([
    ['a text', { text: '  library in brasov ' }, { kind: 'text', text: 'library in brasov' }],
    ['a tapped choice', { text: 'Topics', value: { choice: 'lang:uk' } }, { kind: 'choice', id: 'lang:uk' }],
    ['a label, where the platform sends no value', { text: 'Topics' }, { kind: 'choice', id: 'cmd:topics' }],
    [
      'a choice with an impossible id',
      { text: 'x', value: { choice: '../etc' } },
      { kind: 'text', text: 'x' },
    ],
    ['a choice that is no string', { text: 'x', value: { choice: { a: 1 } } }, { kind: 'text', text: 'x' }],
    ['a value that is none', { text: 'x', value: 'choice' }, { kind: 'text', text: 'x' }],
    ['a command', { text: '/help' }, { kind: 'command', name: 'help' }],
    ['a command in capitals', { text: '/HELP' }, { kind: 'command', name: 'help' }],
    ['a command to a bot by name', { text: '/help@iom_bot' }, { kind: 'command', name: 'help' }],
    ['a deep link', { text: '/start avrr__uk' }, { kind: 'command', name: 'start', argument: 'avrr__uk' }],
    ['no command of ours', { text: '/constructor' }, { kind: 'text', text: '/constructor' }],
    ['a path', { text: '/help/me/now' }, { kind: 'text', text: '/help/me/now' }],
    [
      'a mention of the bot in a group',
      {
        text: '<at>IOM</at> library',
        entities: [{ type: 'mention', text: '<at>IOM</at>', mentioned: { id: 'bot' } }],
      },
      { kind: 'text', text: 'library' },
    ],
    [
      'a mention of somebody else',
      { text: 'ask @Ana', entities: [{ type: 'mention', text: '@Ana', mentioned: { id: 'ana' } }] },
      { kind: 'text', text: 'ask @Ana' },
    ],
    [
      'a place',
      { entities: [{ type: 'Place', geo: { type: 'GeoCoordinates', latitude: 45.6, longitude: 25.6 } }] },
      { kind: 'location', latitude: 45.6, longitude: 25.6 },
    ],
    [
      'a place beyond the pole',
      { entities: [{ type: 'GeoCoordinates', latitude: 145, longitude: 25 }] },
      { kind: 'text', text: '' },
    ],
    [
      'a photo',
      { attachments: [{ contentType: 'image/jpeg', contentUrl: 'https://x' }] },
      { kind: 'unreadable', what: 'photo' },
    ],
    [
      'a voice message',
      { attachments: [{ contentType: 'audio/ogg' }] },
      { kind: 'unreadable', what: 'voice' },
    ],
    ['a file', { attachments: [{ contentType: 'application/pdf' }] }, { kind: 'unreadable', what: 'file' }],
    [
      'a text with a file',
      { text: 'see', attachments: [{ contentType: 'text/html' }] },
      { kind: 'text', text: 'see' },
    ],
    ['nothing', {}, { kind: 'text', text: '' }],
    ['a choice in no form of ours', { value: { choice: ['a'] } }, { kind: 'text', text: '' }],
    [
      'nothing, and null in every place',
      { text: null, entities: null, attachments: null, value: null } as never,
      { kind: 'text', text: '' },
    ],
  ])('%s', (_, activity, expected) => {
    expect(read(activity)).toEqual(expected)
  })

  test.each([
    ['uk', 'uk'],
    ['ro-RO', 'ro-RO'],
    ['zh-Hans-CN', 'zh-Hans-CN'],
    ['', undefined],
    ['<script>', undefined],
    ['x'.repeat(5000), undefined],
    [{ toString: 'uk' }, undefined],
  ])('the app’s language %j is %s', (locale, expected) => {
    expect(readLanguageHint({ locale } as never)).toBe(expected)
  })
})

describe('choices offered before', () => {
  const choices = [
    { id: 'a', label: 'Go home' },
    { id: 'b', label: '7' },
  ]

  test('are found by label, and by number', () => {
    const offered = createOffered()
    offered.remember('c', choices)

    expect([
      offered.find('c', 'Go home'),
      offered.find('c', '1'),
      offered.find('c', '7'),
      offered.find('c', '9'),
    ]).toEqual(['a', 'a', 'b', undefined])
  })

  test('are another conversation’s secret, and gone when forgotten or after half an hour', () => {
    let now = 0
    const offered = createOffered(() => now)
    offered.remember('c', choices)
    expect(offered.find('d', 'Go home')).toBeUndefined()
    now = 30 * 60 * 1000
    expect(offered.find('c', 'Go home')).toBeUndefined()
    offered.remember('c', choices)
    offered.forget('c')
    expect(offered.find('c', 'Go home')).toBeUndefined()
  })
})

const reply: Reply = {
  ...emptyReply('answer', 'uk', 'ltr'),
  title: 'Title',
  paragraphs: ['First.', 'Second.'],
  contacts: [{ id: 'iom', name: 'IOM', lines: [line('+40211234567')], details: [] }],
  choices: [
    { id: 'topic:returns', label: 'Return, and everything about going home' },
    { id: 'cmd:help', label: 'Help' },
  ],
}
const danger: Reply = {
  ...emptyReply('crisis', 'en', 'ltr'),
  numbers: [line('112'), line('0800800678')],
  paragraphs: ['Call now.'],
}

describe('what a channel shows', () => {
  test.each(['website', 'webchat', 'directline', 'emulator', 'msteams', 'unheard-of'])(
    '%s gets the reply as data',
    (channel) => {
      const [first] = renderReply(reply, abilitiesOf(channel))

      expect(first?.channelData).toEqual({ reply: { version: 1, ...reply } })
    },
  )

  test.each(['facebook', 'telegram', 'slack', 'line', 'sms', 'email', 'groupme'])(
    '%s gets no data of ours, since that field is the platform’s',
    (channel) => {
      for (const part of renderReply(reply, abilitiesOf(channel))) expect(part.channelData).toBeUndefined()
    },
  )

  test('the website’s buttons bring the choice, and a place to tap is left to the widget', () => {
    const [first] = renderReply(reply, abilitiesOf('website'))

    expect(first?.suggestedActions?.actions).toEqual([
      expect.objectContaining({ type: 'messageBack', value: { choice: 'topic:returns' } }),
      expect.objectContaining({
        type: 'messageBack',
        title: 'Help',
        text: 'Help',
        value: { choice: 'cmd:help' },
      }),
    ])
    expect(first?.attachments).toBeUndefined()
  })

  test('Teams gets a card', () => {
    const [first] = renderReply(reply, abilitiesOf('msteams'))

    expect(first?.suggestedActions).toBeUndefined()
    expect(first?.attachments?.[0]?.content.buttons).toHaveLength(2)
  })

  test('Facebook gets short titles whose tap brings the whole label', () => {
    const [first] = renderReply(reply, abilitiesOf('facebook'))
    const [long] = first?.suggestedActions?.actions ?? []

    expect(long?.title).toBe('Return, and everyth…')
    expect(long?.value).toBe('Return, and everything about going home')
  })

  test('text messages get numbered lines', () => {
    const text = renderReply(reply, abilitiesOf('sms'))
      .map((part) => part.text)
      .join('')

    expect(text).toMatch(/\n\n1\. Return, and everything about going home\n2\. Help$/)
  })

  test('numbers become buttons that dial, where a platform has them', () => {
    const [first] = renderReply(danger, abilitiesOf('webchat'))

    expect(first?.attachments?.[0]?.content.buttons).toEqual([
      { type: 'call', title: '112', value: 'tel:112' },
      { type: 'call', title: '0800800678', value: 'tel:0800800678' },
    ])
  })

  test.each([
    'website',
    'webchat',
    'msteams',
    'facebook',
    'telegram',
    'slack',
    'line',
    'sms',
    'email',
    'groupme',
    'unheard-of',
  ])('in danger the first thing on %s is the numbers', (channel) => {
    expect(renderReply(danger, abilitiesOf(channel))[0]?.text).toMatch(/^112 · 0800800678/)
  })

  test.each(['facebook', 'telegram', 'groupme', 'sms', 'slack'])(
    '%s gets parts within its limit, with the buttons on the last',
    (channel) => {
      const long = {
        ...reply,
        paragraphs: Array.from({ length: 60 }, (_, index) => `Paragraph ${index}. ${'word '.repeat(30)}`),
      }
      const abilities = abilitiesOf(channel)
      const parts = renderReply(long, abilities)

      expect(parts.length).toBeGreaterThan(1)
      expect(Math.max(...parts.map(({ text }) => text?.length ?? 0))).toBeLessThanOrEqual(abilities.textLimit)
      expect(parts.slice(0, -1).every((part) => !part.suggestedActions && !part.attachments)).toBe(true)
    },
  )
})

describe('a text in parts', () => {
  test.each([
    ['short', 10, ['short']],
    ['one two\n\nthree', 9, ['one two', 'three']],
    ['one two\nthree', 9, ['one two', 'three']],
    ['one two three', 9, ['one two', 'three']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['abc😀def', 4, ['abc', '😀de', 'f']],
    ['', 4, ['']],
  ])('%j within %i', (text, limit, parts) => {
    expect(splitText(text, limit)).toEqual(parts)
  })
})
