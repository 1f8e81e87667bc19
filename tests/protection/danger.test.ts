import { createProtection, type Protection } from '../../src/protection/protection.ts'

let protection: Protection
beforeAll(() => {
  protection = createProtection()
})

describe('danger is recognised', () => {
  test.each([
    // language, what a person writes, a kind that must be named
    [
      'en',
      'my foreman has our passports in a drawer and nobody may leave the yard, he beat Sunil',
      'trafficking',
    ],
    ['en', 'i cannot go on, i will kill myself tonight', 'suicide'],
    ['ro', 'ma tine incuiata in apartament si are cheia la el', 'held'],
    ['ro', 'bărbatul meu m-a bătut iar și mi-e frică să mă duc acasă', 'violence-home'],
    ['uk', 'мій чоловік мене душив учора ввечері', 'violence-home'],
    ['uk', 'ne mozhu znaity syna, vin znyk na vokzali', 'child-missing'], // Latin letters
    ['ru', 'ребенок не дышит что делать', 'medical'],
    ['ru', 'ne hochu bolshe zhit', 'suicide'], // Latin letters
    ['ar', 'المهرب بيقول رح يقتل اخي اذا ما دفعنا', 'threat'],
    ['ar', 'ضعنا بالغابة وبرد كتير ومعنا طفل', 'stranded'],
    ['fr', 'mon beau-père me touche la nuit, j’ai 12 ans', 'child'],
    ['es', 'no puedo salir de la casa, me tienen encerrada', 'held'],
    ['tr', 'kocam beni dövüyor', 'violence-home'],
    ['fa', 'قاچاقچی ما را در جنگل رها کرد و هوا خیلی سرد است', 'stranded'],
    ['ps', 'زما ورور ځان وژني', 'suicide'],
    ['ur', 'میرا شوہر مجھے روز مارتا ہے', 'violence-home'],
    ['hi', 'घर में गैस की बदबू आ रही है और बच्चा बेहोश है', 'medical'],
    ['hi', 'pati mujhe roz maarta hai', 'violence-home'], // Latin letters
    ['bn', 'দালাল আমাদের জঙ্গলে ফেলে গেছে', 'stranded'],
    ['ne', 'श्रीमानले मलाई दिनदिनै कुट्छ', 'violence-home'],
    ['si', 'මට මැරෙන්න ඕනේ', 'suicide'],
    ['vi', 'ong chu giu ho chieu va nhot chung toi', 'trafficking'], // no diacritics
  ])('%s “%s” → %s', (lang, text, kind) => {
    expect(protection.detect(text, { locales: [lang] })?.kinds).toContain(kind)
  })

  test('one sentence in a long story is enough', () => {
    const story =
      'Hello, I came to Romania two years ago from Nepal and worked first in a bakery and later in a hotel in Cluj. ' +
      'I like the city very much and I have friends here, we play cricket on Sundays near the river. ' +
      'My contract was changed in spring and I got a new card. ' +
      'Since last week my new boss locks us in the room every night and beats who complains. ' +
      'I would also like to know when the next Romanian course begins and whether it costs something.'

    expect(protection.detect(story)?.first).toBe('trafficking')
  })

  test('two languages in one message', () => {
    expect(protection.detect('please help, sotul meu ma bate every day')?.kinds).toContain('violence-home')
  })

  test.each(['im 12 and my uncle touches me', 'мені 12 і дядько мене чіпає', 'عمري 12 وعمي بيضربني'])(
    '“%s”: the writer is a child',
    (text) => {
      expect(protection.detect(text)?.childWriter).toBe(true)
    },
  )

  test('a parent who tells the age of a child is no child', () => {
    expect(protection.detect('my son is 12 and his teacher beats him')?.childWriter).toBe(false)
  })

  test('the reasons are told, also where it stays calm', () => {
    expect(protection.explain('my husband beats me').why.phrases.length).toBeGreaterThan(0)
    expect(protection.explain('i am writing a thesis about domestic violence')).toMatchObject({
      danger: undefined,
      why: { calm: expect.arrayContaining(['thesis']) },
    })
  })
})

describe('words that only look alarming get an ordinary answer', () => {
  test.each([
    ['en', 'this form is killing me, can somebody explain box 12'], // idiom
    ['en', 'nobody beats me, i only want to know about courses'], // denied
    ['en', 'we are a school and prepare a lesson about human trafficking'], // study
    ['en', 'which number does one call for an ambulance'], // fact
    ['en', 'an aid worker offered me food for a kiss, where do i report him'], // has a reply of its own
    ['ro', 'mă omoară birocrația, ce acte îmi trebuie pentru permis'],
    ['ro', 'șeful ne-a strâns pașapoartele, e legal?'],
    ['uk', 'я тону в документах, допоможіть заповнити заяву'],
    ['uk', 'начальник забрав паспорти на реєстрацію, це законно?'],
    ['ru', 'умираю от скуки, есть ли кружки для подростков'],
    ['ru', 'прадед погиб на войне, он был румын, дадут ли гражданство'],
    ['ar', 'ميت من الضحك من هالبوت، احكيلي عن الدورات'],
    ['ar', 'المدير جمع جوازاتنا وقال للتسجيل، هذا قانوني؟'],
    ['fr', 'je suis mort de fatigue, vous avez des cours le soir ?'],
    ['fr', 'on m’a volé mon sac avec mes papiers, que faire'],
    ['es', '¿es legal que el jefe guarde los pasaportes?'],
    ['tr', 'işten çıkarıldım haklarım nelerdir'],
    ['vi', 'luận văn của tôi viết về buôn người, có số liệu không'],
  ])('%s “%s”', (_lang, text) => {
    expect(protection.detect(text)).toBeUndefined()
  })

  test.each(['', ' ', '???', '\u0000', '👍👍', '12345', '…'])('“%s” is no danger and no error', (text) => {
    expect(protection.detect(text)).toBeUndefined()
  })
})

test('the same dictionaries give the same verdict', () => {
  const text = 'i dont know what to do, they keep us inside'

  expect(createProtection().explain(text)).toEqual(protection.explain(text))
})

test('twice the text takes no more than a few times as long', () => {
  const time = (text: string) => {
    const start = performance.now()
    protection.detect(text)
    return performance.now() - start
  }
  const text = 'he said that i must not go and the door was open but '
  time(text.repeat(20)) // warm
  const short = Math.max(5, time(text.repeat(40)))

  expect(time(text.repeat(4000))).toBeLessThan(short * 40)
})

describe('one sentence of danger among ordinary ones is read', () => {
  test.each([
    ['en', 'what time do you open tomorrow? i want to kill myself'],
    [
      'en',
      'where can i learn romanian language courses for free in bucharest. My husband beats me every day.',
    ],
    ['en', 'Hello, where is the library in Cluj? My boss locked us in and took the passports.'],
    ['ru', 'Где записаться на курсы румынского? Муж меня бьёт каждый день.'],
    ['uk', 'Підкажіть адресу бібліотеки. Мене замкнули в квартирі і не випускають.'],
    ['ro', 'Unde e biroul OIM? Sotul ma bate in fiecare zi.'],
  ])('%s “%s”', (_, text) => {
    expect(createProtection().detect(text)).toBeDefined()
  })
})

describe('who says plainly that they will end their life is believed, whatever stands around it', () => {
  test.each([
    'merci pour tout, ce soir je mets fin à mes jours, bonne soirée à vous',
    'merci beaucoup de votre aide, je mets fin à tout ce soir',
  ])('“%s”', (text) => {
    expect(protection.detect(text)?.first).toBe('suicide')
  })

  test.each([
    'driving here is suicide, is my indian licence valid in romania',
    'we play a show about suicide next week, do you rent a hall',
  ])('and who only names the thing is not in danger: “%s”', (text) => {
    expect(protection.detect(text)).toBeUndefined()
  })
})

describe('laughter does not outweigh words of danger', () => {
  test.each(['i want to kill myself lol', 'want to die haha', 'je veux mourir mdr', 'хочу умереть ))'])(
    '“%s”',
    (text) => {
      expect(createProtection().detect(text)).toBeDefined()
    },
  )
})
