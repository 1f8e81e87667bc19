import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Bot, createBot } from '../src/bot.ts'
import { words } from '../src/language/normalise.ts'
import { compiledDictionaries } from '../src/protection/compiled.ts'
import { marksOf, rowsOf, SETS, share } from './evaluation/rows.ts'
import { KNOWLEDGE, LOCALES, person } from './fixtures/bot.ts'

/** What a person writes → the entry that must come first. Beside the row: why it is here. */
const QUESTIONS: readonly (readonly [string, string, string])[] = [
  ['en', 'i want to go home to nepal but no money for the plane', 'return-home'], // a situation, no official word
  ['en', 'overstayed my visa by a year, still possible to go home w/ you?', 'return-irregular'],
  ['en', 'romanian clases no pay', 'romanian-courses'], // two mistakes
  ['en', 'manager has my passport in his drawer since january', 'passport-taken'],
  ['en', 'company did not give salary for feb and march', 'labour-complaint'], // not one word of “complaint”
  ['en', 'library in medgidia', 'library-medgidia'],
  ['en', 'phone of asylum camp giurgiu', 'asylum-centres'],
  ['en', 'guy on facebook sells visa from iom 900 euro', 'fraud'],
  ['en', 'which country financed the renovated libraries', 'libraries-funding'],
  ['en', 'whose number is 116 111', 'child-line'], // a contact's number alone
  ['ro', 'vreau sa ma intorc acasa', 'return-home'],
  ['ro', 'buna ziua, as vrea sa stiu daca exista cursuri de limba romana gratuite', 'romanian-courses'], // a greeting around
  ['ro', 'pana cand tine protectia temporara', 'tp-until'],
  ['ro', 'patronul nu mi a mai dat salariul de doua luni', 'labour-complaint'],
  ['ro', 'am pe cineva din harkov in apartament, trebuie anuntata politia?', 'host-report'],
  ['ro', 'care e numarul de telefon oim', 'contact-iom'],
  ['ro', 'alocatie pt bebe ucrainean', 'child-allowance'],
  ['uk', 'як повернутись додому, якщо за душею ні копійки', 'return-home'],
  ['uk', 'де в румунії зробити тимчасовий захист', 'tp-register'],
  ['uk', 'aliokacia na dytynu yak oformyty', 'child-allowance'], // Latin letters
  ['uk', 'чи можна песика взяти з собою через кордон', 'pets'],
  ['uk', 'начальник забрав паспорт і не віддає', 'passport-taken'],
  ['uk', 'психолог який говорить українською', 'psychologist'],
  ['ru', 'хочу уехать домой, денег на дорогу нет', 'return-home'],
  ['ru', 'где бесплатно выучить румынский', 'romanian-courses'],
  ['ru', 'пришёл отказ по убежищу, хочу подать жалобу в суд', 'asylum-appeal'],
  ['ru', 'kak prodlit vnzh v rumynii', 'residence-permit'], // Latin letters
  ['ru', '0800500333 чей номер', 'violence-line'],
  ['ru', 'начальник держит мой паспорт у себя', 'passport-taken'],
  ['ar', 'بدي ارجع على بلدي وما معي مصاري', 'return-home'],
  ['ar', 'في شي دورة روماني ببلاش بكلوج', 'romanian-courses'],
  ['ar', 'كيف بقدم لجوء برومانيا', 'asylum-how'],
  ['ar', 'المدير ما عم يعطيني معاشي', 'labour-complaint'],
  ['ar', 'كيف بجيب مرتي وولادي وانا لاجئ', 'family-refugee'],
  ['fr', 'je veux rentrer au pays mais jai rien en poche', 'return-home'],
  ['fr', 'cours de roumain gratuits', 'romanian-courses'],
  ['fr', 'mon patron me paye plus depuis 2 mois', 'labour-complaint'],
  ['fr', "cnrr c'est qui", 'legal-advice'], // close to “c'est qui ?”, which is small talk
  ['fr', "aidrom c'est qui", 'ngo-aidrom'],
  ['fr', 'je peux demander lasile sans papiers ?', 'asylum-no-papers'],
  ['fr', 'on me demande 3000 euros pour un contrat de travail', 'agent-fee'],
]

/** What is not ours to answer, although some share our words. */
const NOT_OURS: readonly (readonly [string, string])[] = [
  ['en', 'visa for new zealand'],
  ['en', 'how much is a two room flat in brasov'],
  ['en', 'status of file 774411'],
  ['en', 'best javascript library for charts'],
  ['ro', 'reteta de papanasi'],
  ['ro', 'cat e euro azi la banca'],
  ['uk', 'яка погода в одесі на вихідні'],
  ['uk', 'дозвіл на роботу в польщі скільки коштує'],
  ['ru', 'кто выиграл вчера матч'],
  ['ru', 'курс доллара в молдове'],
  ['ar', 'كيف الطقس بكرا في بوخارست'],
  ['fr', 'recette du poulet yassa'],
]

/** Shares that an edit of content or code must keep: two or three points beside the weakest of the sets (docs/search.md). */
const LEAST = { rightFirst: 0.81, inThree: 0.88, dangerRecognised: 0.92, smallTalk: 0.82, language: 0.97 }
const MOST = { wrong: 0.07, answeredOffTopic: 0.065, falseAlarms: 0.12 }

describe('the real content', () => {
  let bot: Bot

  beforeAll(async () => {
    bot = await createBot({ knowledgeDir: KNOWLEDGE, localesDir: LOCALES })
    await bot.ready()
  }, 600_000)
  afterAll(() => bot?.stop())

  test.each(QUESTIONS)('%s “%s” → %s', async (lang, text, entry) => {
    const reply = await person(bot, { userId: '' }).writes(text)
    const offered = reply.choices.flatMap((choice) => choice.entry ?? [])

    expect(reply.lang).toBe(lang)
    // Where the bot is not sure it offers; then the entry has to be the first that it offers.
    expect(reply.kind === 'answer' ? reply.entry : offered[0]).toBe(entry)
  })

  test.each(NOT_OURS)('%s “%s” is not answered', async (_lang, text) => {
    const reply = await person(bot, { userId: '' }).writes(text)

    expect(['none', 'choose']).toContain(reply.kind)
  })

  test('no question of this table is a phrasing, so it measures and does not repeat', () => {
    const asked = new Set(
      [...QUESTIONS.map(([, text]) => text), ...NOT_OURS.map(([, text]) => text)].map((text) =>
        words(text).join(' '),
      ),
    )
    const learnt = [...bot.knowledge().locales.values()].flatMap(({ entries, offtopic }) => [
      ...[...entries.values()].flatMap(({ question, phrasings }) => [question, ...phrasings]),
      ...offtopic,
    ])

    expect(learnt.filter((text) => asked.has(words(text).join(' ')))).toEqual([])
  })

  test('no evaluation text is one that the bot has learnt', () => {
    const learnt = new Set(
      [...bot.knowledge().locales.values()]
        .flatMap(({ entries, offtopic, smalltalk }) => [
          ...[...entries.values()].flatMap(({ question, phrasings }) => [question, ...phrasings]),
          ...offtopic,
          ...[...smalltalk.values()].flatMap(({ phrasings }) => phrasings),
        ])
        .concat(
          compiledDictionaries().flatMap(({ examples, calm }) => [
            ...Object.values(examples).flat(),
            ...calm,
          ]),
        )
        .map((text) => words(text).join(' ')),
    )
    const rows = SETS.flatMap((set) => [...rowsOf(set).values()].flat())

    expect(rows.filter(({ text }) => learnt.has(words(text).join(' '))).map(({ id }) => id)).toEqual([])
  })

  test.each(SETS)(
    'the %s evaluation set comes out as it was measured',
    async (set) => {
      const marks = await marksOf([...rowsOf(set).values()].flat(), bot)
      const inScope = marks.get('in scope')
      const outOfScope = marks.get('out of scope')

      expect(share(inScope, 'right')).toBeGreaterThan(LEAST.rightFirst)
      expect(share(inScope, 'right', 'in three')).toBeGreaterThan(LEAST.inThree)
      expect(share(inScope, 'wrong')).toBeLessThan(MOST.wrong)
      expect(share(outOfScope, 'wrong')).toBeLessThan(MOST.answeredOffTopic)
      expect(share(marks.get('danger'), 'right')).toBeGreaterThan(LEAST.dangerRecognised)
      expect(share(marks.get('calm'), 'wrong')).toBeLessThan(MOST.falseAlarms)
      expect(share(marks.get('small talk'), 'right')).toBeGreaterThan(LEAST.smallTalk)
      // the third set has no rows of that kind
      const language = marks.get('language') ?? { right: 1 }
      expect(share(language, 'right')).toBeGreaterThan(LEAST.language)
    },
    120_000,
  )

  test('every entry is found by its own question, in every language', async () => {
    const lost: string[] = []
    for (const [locale, { entries }] of bot.knowledge().locales)
      for (const [id, { question }] of entries) {
        const reply = await person(bot, { userId: '', hint: locale }).writes(question)
        const offered = [reply.entry, ...reply.choices.flatMap((choice) => choice.entry ?? [])]
        if (!offered.slice(0, 4).includes(id)) lost.push(`${locale} ${id}: ${reply.kind}`)
      }

    expect(lost).toEqual([])
  }, 120_000)
})
