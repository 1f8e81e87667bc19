import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type ActSearch, createActSearch } from '../../src/conversation/smalltalk.ts'
import { type Knowledge, loadKnowledge } from '../../src/knowledge/load.ts'
import { readDictionaries } from '../../src/protection/load.ts'
import { KNOWLEDGE } from '../fixtures/bot.ts'

let acts: ActSearch

beforeAll(async () => {
  const knowledge = await loadKnowledge({ knowledgeDir: KNOWLEDGE })
  const some = (locale: string) => ['tr', 'hi', 'en'].includes(locale)
  const locales = new Map([...knowledge.locales].filter(([locale]) => some(locale)))
  const calm = new Map(
    readDictionaries(KNOWLEDGE).dictionaries.map(({ locale, calm: texts }) => [locale, texts]),
  )
  acts = createActSearch({ ...knowledge, locales } as Knowledge, calm, { training: 'here' })
}, 60_000)
afterAll(() => acts.close())

describe('small talk in a language without entries', () => {
  test.each([
    // language, what a person writes, the act; none of these is a phrasing
    ['tr', 'yardımın için çok teşekkür ederim kardeşim', 'thanks'],
    ['tr', 'sen nasıl bir yardım edebiliyorsun', 'help'],
    ['hi', 'bahut bahut shukriya bhai ji', 'thanks'],
  ])('%s “%s” → %s', (locale, text, act) => {
    expect(acts.find(text, locale)).toBe(act)
  })

  test.each([
    ['tr', 'oturma izni için hangi evraklar lazım'],
    ['hi', 'वर्क परमिट के लिए कौन से कागज'],
    ['en', 'thank you so much my friend'], // has entries: its small talk is searched beside them
  ])('%s “%s” is no small talk here', (locale, text) => {
    expect(acts.find(text, locale)).toBeUndefined()
  })
})
