import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Bot } from '../../src/bot.ts'
import { createConversation } from '../../src/conversation/conversation.ts'
import type { Miss, MissLog } from '../../src/conversation/miss.ts'
import { replyText } from '../../src/conversation/plain.ts'
import type { SessionStore } from '../../src/conversation/session.ts'
import { createProtection } from '../../src/protection/protection.ts'
import { createMemoryStore } from '../../src/storage/memory.ts'
import { createSealer } from '../../src/storage/sealed.ts'
import { createSessionStore } from '../../src/storage/sessions.ts'
import { fixtureBot, person } from '../fixtures/bot.ts'

/** A miss log that remembers what it was given. */
function recordingMisses(): MissLog & { readonly added: Miss[]; readonly voices: string[] } {
  const added: Miss[] = []
  const voices: string[] = []
  return {
    added,
    voices,
    add: async (miss) => void added.push(miss),
    countFeedback: async (entry, locale, helped) => void voices.push(`${entry} ${locale} ${helped}`),
    list: async () => [],
    feedback: async () => [],
  }
}

describe('one turn', () => {
  let bot: Bot
  let somebody: ReturnType<typeof person>
  let numbersOnly = false
  const misses = recordingMisses()
  let people = 0

  beforeAll(async () => {
    bot = await fixtureBot({ misses, numbersOnly: () => numbersOnly })
  }, 60_000)
  afterAll(() => bot.stop())
  beforeEach(() => {
    numbersOnly = false
    people++
    somebody = person(bot, { userId: `person ${people}` })
  })

  test('an answer has its words, contacts, source, related questions and a way to a human', async () => {
    const reply = await somebody.writes('where can i learn romanian')

    expect(reply).toMatchObject({
      kind: 'answer',
      entry: 'courses',
      lang: 'en',
      direction: 'ltr',
      facts: ['A01', 'A04'], // the entry's own, and what the card states
    })
    expect(reply.contacts.map(({ name }) => name)).toEqual(['IOM Romania'])
    expect(reply.source).toBe('Source: iom.example (April 17, 2024)')
    expect(reply.choices.map(({ id }) => id)).toEqual([
      'library',
      'helped:courses',
      'notmeant:courses',
      'cmd:topics',
      'cmd:human',
    ])
  })

  test('the first reply of a conversation says that this is a machine, later ones do not', async () => {
    const first = await somebody.writes('where can i learn romanian')
    const second = await somebody.writes('how can i go home')

    expect(first.notice.join(' ')).toMatch(/machine.*112.*free/)
    expect(second.notice).toEqual([])
  })

  test('the notice is said again in another language', async () => {
    await somebody.writes('where can i learn romanian')
    const other = await somebody.writes('хочу вивчити мову')

    expect(other.notice[0]).toContain('бот')
  })

  test('danger comes before everything else, and nothing of it is remembered', async () => {
    await somebody.writes('where can i learn romanian')
    const danger = await somebody.writes('my husband is beating me right now, help')
    const after = await somebody.writes('phone?')

    expect(danger.kind).toBe('crisis')
    expect(replyText(danger).split('\n')[0]).toMatch(/^112 .*0800 500 333/)
    expect(after.entry).toBe('courses')
  })

  test('“I am not in danger” leads to the answer', async () => {
    const reply = await somebody.taps('calm:go-home')

    expect(reply).toMatchObject({ kind: 'answer', entry: 'go-home' })
  })

  test('machine-made text says so to its reader, a reviewed one does not', async () => {
    const machine = await somebody.writes('хочу вивчити мову')
    const reviewed = await somebody.writes('i want to go back to my country')

    expect(machine.notes.join(' ')).toContain('автоматично')
    expect(reviewed.notes).toEqual([])
  })

  test('a translation of an older revision is served with a note', async () => {
    const reply = await somebody.writes('бібліотека в брашові')

    expect(reply.entry).toBe('library')
    expect(reply.notes.join(' ')).toContain('Оригінал')
  })

  test('an answer that rests on an old fact carries a caution', async () => {
    const reply = await somebody.taps('talk-to-person')

    expect(reply.notes.join(' ')).toContain('older sources')
  })

  test.each([
    ['a language that the person writes', ['хочу вивчити мову'], undefined, 'uk'],
    ['the app’s hint, where the text is no language', ['👍👍'], 'fr-FR', 'fr'],
    ['the language of before, where the text is no language', ['хочу вивчити мову', '12345'], 'en', 'uk'],
    ['the default, where nothing is known', ['12345'], undefined, 'en'],
  ])('the reply is in %s', async (_name, texts, hint, lang) => {
    const one = person(bot, { userId: `language ${people}`, ...(hint ? { hint } : {}) })
    let reply = await one.writes(texts[0] ?? '')
    for (const text of texts.slice(1)) reply = await one.writes(text)

    expect(reply.lang).toBe(lang)
  })

  test('a chosen language stays, and a message surely in another is answered in that, with an offer to switch', async () => {
    await somebody.taps('lang:en')
    const reply = await somebody.writes('хочу вивчити румунську мову безкоштовно')
    const next = await somebody.writes('ok 123')

    expect(reply.lang).toBe('uk')
    expect(reply.choices.at(-1)?.id).toBe('lang:uk')
    expect(next.lang).toBe('en')
  })

  test('a place in the question narrows the places', async () => {
    const there = await somebody.writes('immigration office in iasi')
    const nowhere = await somebody.writes('immigration office in cluj')

    expect(there.places.map(({ id }) => id)).toEqual(['office-iasi'])
    expect(there.facts).toContain('A05')
    expect(replyText(nowhere)).toContain('We know no such place in Cluj-Napoca')
  })

  test.each([
    ['and in Iasi?', 'office'],
    ['phone?', 'office'],
    ['the second one', 'go-home'],
  ])('after an answer “%s” is understood', async (text, entry) => {
    await somebody.taps('home')
    await somebody.taps('office')
    if (text === 'the second one') {
      const listed = await somebody.taps('home')
      const second = listed.choices.filter((choice) => choice.entry)[1]
      expect((await somebody.writes(text)).entry).toBe(second?.entry)
      return
    }
    expect((await somebody.writes(text)).entry).toBe(entry)
  })

  test('a shared location gives the nearest places with their distance, and is not kept', async () => {
    const reply = await somebody.send({ kind: 'location', latitude: 45.6, longitude: 25.5 })

    expect(reply.places[0]?.id).toBe('library-brasov')
    expect(reply.places[0]?.details.join(' ')).toMatch(/about \d+ km from you/)
    expect(reply.paragraphs.join(' ')).toContain('not kept')
  })

  test.each(['photo', 'voice', 'sticker', 'file'] as const)(
    'a %s gets a polite line and the way on',
    async (what) => {
      const reply = await somebody.send({ kind: 'unreadable', what })

      expect(reply.paragraphs[0]?.length).toBeGreaterThan(10)
      expect(reply.choices.map(({ id }) => id)).toContain('cmd:human')
    },
  )

  test('what is not ours is said plainly, with topics and a person; the second time the contact stands in the reply', async () => {
    const first = await somebody.writes('quantum football trophy')
    const second = await somebody.writes('purple dinosaur recipe')

    expect(first.kind).toBe('none')
    expect(first.choices.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['learning', 'home', 'cmd:human']),
    )
    expect(second.contacts.map(({ id }) => id)).toEqual(['iom'])
  })

  test('personal data gets one gentle line', async () => {
    const reply = await somebody.writes('where can i learn romanian, my name is John Canary')

    expect(reply.notes.join(' ')).toContain('do not need to send names')
  })

  test('unanswered questions reach staff only after a yes, and scrubbed', async () => {
    const asked = await somebody.writes('quantum football trophy')
    expect(asked.choices.map(({ id }) => id)).toEqual(expect.arrayContaining(['miss:yes', 'miss:no']))
    expect(misses.added).toEqual([])
    await somebody.taps('miss:yes')
    await somebody.writes('quantum football trophy, call 0722 123 456')

    expect(misses.added).toHaveLength(1)
    expect(misses.added[0]?.text).not.toMatch(/0722|456/)
    misses.added.length = 0
  })

  test('after a no nothing is kept and nobody is asked again', async () => {
    await somebody.writes('quantum football trophy')
    await somebody.taps('miss:no')
    const again = await somebody.writes('purple dinosaur recipe')

    expect(misses.added).toEqual([])
    expect(again.choices.map(({ id }) => id)).not.toContain('miss:yes')
  })

  test('a voice on an answer is counted by entry and language', async () => {
    await somebody.taps('helped:courses')
    await somebody.taps('notmeant:courses')

    // One person has one voice on an answer, however often they tap.
    expect(misses.voices).toEqual(['courses en true'])
  })

  test('“this helped”, tapped seven times by one person, counts once; another person counts too', async () => {
    const before = misses.voices.length
    for (let tap = 0; tap < 7; tap++) await somebody.taps('helped:courses')
    await person(bot, { userId: 'another voice' }).taps('helped:courses')

    expect(misses.voices.slice(before)).toEqual(['courses en true', 'courses en true'])
  })

  test('in numbers-only mode every question gets numbers, and danger its own', async () => {
    numbersOnly = true
    const question = await somebody.writes('where can i learn romanian')
    const danger = await somebody.writes('my husband is beating me right now, help')

    expect(question.kind).toBe('trouble')
    expect(replyText(question).split('\n')[0]).toContain('112')
    expect(danger.kind).toBe('crisis')
  })

  test('/forget removes the memory and asks the channel to do the same', async () => {
    await somebody.writes('where can i learn romanian')
    const receipt = await somebody.writes('/forget')
    const after = await somebody.writes('phone?')

    expect(receipt.effect).toBe('forget')
    expect(after.entry).not.toBe('courses')
  })

  test.each([
    ['/start', 'command'],
    ['/help', 'command'],
    ['/language', 'command'],
    ['/topics', 'command'],
    ['/privacy', 'command'],
    ['/human', 'command'],
    ['/sos', 'command'],
    ['/stop', 'command'],
  ])('%s is answered', async (command, kind) => {
    const reply = await somebody.writes(command)

    expect(reply.kind).toBe(kind)
    expect(replyText(reply).length).toBeGreaterThan(20)
  })

  test.each([
    ['courses', 'answer', 'courses', 'en'],
    ['courses__uk', 'answer', 'courses', 'uk'],
    ['learning', 'command', undefined, 'en'],
    ['nothing-here', 'command', undefined, 'en'],
  ])('the deep link %s opens what it names', async (argument, kind, entry, lang) => {
    const reply = await somebody.send({ kind: 'command', name: 'start', argument })

    expect(reply).toMatchObject({ kind, lang })
    expect(reply.entry).toBe(entry)
  })

  test.each([
    '__proto__',
    'constructor',
    'cmd:constructor',
    'page:x:999',
    'lang:xx',
    'helped:nobody',
    '',
    ':::',
  ])('a forged choice %j leads to the topics', async (id) => {
    const reply = await somebody.taps(id)

    expect(reply.kind).toBe('command')
    expect(reply.choices.length).toBeGreaterThan(0)
  })

  test('every choice that is offered leads somewhere, and fits into 64 bytes', async () => {
    const waiting = (await somebody.writes('/start')).choices.map(({ id }) => id)
    const seen = new Set<string>()
    while (waiting.length > 0) {
      const id = waiting.shift() ?? ''
      if (seen.has(id)) continue
      seen.add(id)
      expect(Buffer.byteLength(id)).toBeLessThanOrEqual(64)
      const reply = await somebody.taps(id)
      expect(reply.kind).not.toBe('trouble')
      expect(replyText(reply).length).toBeGreaterThan(3)
      waiting.push(...reply.choices.map((choice) => choice.id))
    }
    expect(seen.size).toBeGreaterThan(20)
  })
})

describe('a failure inside never silences the bot', () => {
  const working = createSessionStore(createMemoryStore(), createSealer([]))
  let store: SessionStore = working
  let bot: Bot

  beforeAll(async () => {
    bot = await fixtureBot({
      sessions: {
        read: (...about) => store.read(...about),
        write: (...about) => store.write(...about),
        forget: (...about) => store.forget(...about),
      },
    })
  }, 60_000)
  afterAll(() => bot.stop())

  test.each([
    ['is down', () => Promise.reject(new Error('down'))],
    ['hangs', () => new Promise<never>(() => {})],
  ])('a store that %s costs the memory, not the answer', async (_name, fail) => {
    store = { read: fail, write: fail, forget: fail }
    const reply = await person(bot).writes('where can i learn romanian')

    expect(reply).toMatchObject({ kind: 'answer', entry: 'courses' })
  })

  test.each([
    ['where can i learn romanian', 'trouble'],
    ['my husband is beating me right now, help', 'crisis'],
  ])(
    'with content, sentences and search broken “%s” still gets numbers',
    async (text, kind) => {
      const broken = () => {
        throw new Error('broken')
      }
      const errors: unknown[] = []
      const answer = createConversation({
        brain: () => ({
          knowledge: new Proxy({}, { get: broken }) as never,
          search: { find: broken, sizes: broken } as never,
          detector: { detect: broken, retypings: broken } as never,
          danger: createProtection(),
          smalltalk: { find: broken } as never,
          acts: { find: broken } as never,
          towns: { find: broken } as never,
        }),
        texts: { say: broken } as never,
        locales: bot.locales,
        onError: (error) => errors.push(error),
      })
      const reply = await answer({ channel: 'console', userId: 'x', content: { kind: 'text', text } })

      expect(reply.kind).toBe(kind)
      expect(replyText(reply).split('\n')[0]).toContain('112')
      expect(errors.length).toBeGreaterThan(0)
    },
    60_000,
  )
})
