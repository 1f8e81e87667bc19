import { createDirectLine, type DirectLine } from '../../../src/channels/botframework/directline.ts'
import { parrot, pause } from './parrot.ts'
import { begin, MINUTE, refusal, SITE } from './talk.ts'

/** Turned forward by a test. */
let skipped = 0
let directLine: DirectLine

beforeEach(() => {
  skipped = 0
  directLine = createDirectLine({
    answer: parrot,
    keys: [],
    onError: (error) => {
      throw error
    },
    now: () => Date.now() + skipped,
  })
})
afterEach(() => directLine.stop())

describe('what is kept', () => {
  test('nothing longer than thirty minutes', async () => {
    const { token, id, say, texts } = await begin(directLine)
    say('old')
    await pause(5)
    skipped = 20 * MINUTE
    const fresh = directLine.refresh({ token, origin: SITE }).token
    directLine.post({ token: fresh, origin: SITE }, id, { type: 'message', text: 'new' })
    await pause(5)
    skipped = 31 * MINUTE
    const { activities } = directLine.poll({ token: fresh, origin: SITE }, id, undefined)

    expect(activities.map(({ text }) => text)).toEqual(['new', 'You said: new'])
    expect(texts).toThrow('expired')
  })

  test('what was said in danger only until the person has it', async () => {
    const { say, texts } = await begin(directLine)
    say('hello')
    say('danger: he locked me in')
    await pause(5)
    expect(texts()).toContain('bot: 112\n\nCall now.')
    // Asking for what comes after the fifth says that five have arrived.
    texts('5')

    expect(texts()).toEqual(['bot: Welcome.', 'user: hello', 'bot: You said: hello'])
  })

  test('what was said in danger half a minute after a poll, where no other poll follows', async () => {
    const { say, texts } = await begin(directLine)
    say('danger')
    await pause(5)
    expect(texts()).toHaveLength(3)
    skipped = 31_000

    expect(texts()).toEqual(['bot: Welcome.'])
  })

  test('what was said in danger until then, however often it is asked for', async () => {
    const { say, texts } = await begin(directLine)
    say('danger')
    await pause(5)
    skipped = 20 * MINUTE

    expect(texts()).toHaveLength(3)
    expect(texts()).toHaveLength(3)
  })

  test('what was said in danger by stream until the browser acknowledges', async () => {
    const { token, id, say, texts } = await begin(directLine)
    const seen: string[] = []
    const listening = directLine.listen({ token, origin: SITE }, id, undefined, {
      send: ({ watermark }) => seen.push(watermark),
      end: () => {},
    })
    say('danger')
    await pause(5)
    for (const watermark of seen) listening.acknowledge(watermark)

    expect(texts()).toEqual(['bot: Welcome.'])
  })

  test('nothing from before /forget', async () => {
    const { say, texts } = await begin(directLine)
    say('my secret')
    await pause(5)
    say('/forget')
    await pause(5)

    expect(texts()).toEqual(['bot: Forgotten.'])
  })

  test('nothing after the person has left, and the conversation is over', async () => {
    const { token, id, say } = await begin(directLine)
    say('hello')
    await pause(5)
    let ended = 0
    directLine.listen({ token, origin: SITE }, id, undefined, { send: () => {}, end: () => ended++ })
    directLine.post({ token, origin: SITE }, id, { type: 'endOfConversation' })

    expect(ended).toBe(1)
    for (const action of [
      () => directLine.poll({ token, origin: SITE }, id, undefined),
      () => directLine.resume({ token, origin: SITE }, id),
      () => directLine.begin({ token, origin: SITE }, {}),
      () => directLine.refresh({ token, origin: SITE }),
      () => say('again'),
    ]) {
      expect(refusal(action)).toBe('404 ConversationEnded')
    }
    expect(directLine.size()).toBe(0)
  })

  test('of more than four streams of one conversation the oldest ends', async () => {
    const { token, id } = await begin(directLine)
    const ended: number[] = []
    for (const number of [1, 2, 3, 4, 5]) {
      directLine.listen({ token, origin: SITE }, id, undefined, {
        send: () => {},
        end: () => ended.push(number),
      })
    }

    expect(ended).toEqual([1])
  })

  test.each(['-', '', 'undefined', '-5', '1e9', '99999999999999999999', '<x>'])(
    'the odd watermark “%s” gives everything and breaks nothing',
    async (watermark) => {
      const { texts } = await begin(directLine)

      expect(texts(watermark)).toEqual(['bot: Welcome.'])
    },
  )
})
