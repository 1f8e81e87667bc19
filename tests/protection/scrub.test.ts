import fc from 'fast-check'
import { hasPersonalData, scrub } from '../../src/protection/scrub.ts'

describe('personal data is taken out', () => {
  test.each([
    ['ma numesc Olena Koval si caut un curs', 'ma numesc [name] si caut un curs'],
    ['My name is john smith, where is the office', 'My name is [name] smith, where is the office'],
    ['мене звати Ірина Ковальчук', 'мене звати [name]'],
    ['меня зовут Анна, я из Одессы', 'меня зовут [name], я из Одессы'],
    ['اسمي محمد الأحمد وعندي سؤال', 'اسمي [name] وعندي سؤال'],
    ["je m'appelle Jean-Paul Diallo et je cherche", "je m'appelle [name] et je cherche"],
    ['me llamo Ana', 'me llamo [name]'],
    ['benim adım Ayşe Yılmaz', 'benim adım [name]'],
    ['اسم من علی است', 'اسم من [name]'],
    ['زما نوم احمد دی', 'زما نوم [name]'],
    ['میرا نام علی ہے', 'میرا نام [name]'],
    ['मेरा नाम राम है', 'मेरा नाम [name] है'],
    ['আমার নাম রহিম', 'আমার নাম [name]'],
    ['मेरो नाम राम हो', 'मेरो नाम [name]'],
    ['මගේ නම කමල්', 'මගේ නම [name]'],
    ['tôi tên là Nguyễn Văn An', 'tôi tên là [name]'],
    ['call +40 722 123 456 or 0722.123.456', 'call [phone] or [phone]'],
    ['रिंग करो ०७२२१२३४५६', 'रिंग करो [phone]'], // digits of another script
    ['mail olena.k@example.org please', 'mail [e-mail] please'],
    ['@olena_k on https://t.me/abc', '[handle] on [link]'],
    ['passport FE 123456, permit RO1234567', 'passport [document], permit [document]'],
    ['file 45871/A/2025', 'file [document]'],
    ['card 4111 1111 1111 1111', 'card [card]'],
    ['RO49AAAA1B31007593840000', '[bank account]'],
    ['CNP 1900101223344', 'CNP [personal number]'],
    ['born 12.03.1990', 'born [date of birth]'],
  ])('“%s”', (text, expected) => {
    expect(scrub(text).text).toBe(expected)
    expect(hasPersonalData(text)).toBe(true)
  })

  test.each([
    'My name is not on the list',
    'اسمي موجود بقائمة الدورة',
    'is 0800 800 678 open at night, or +40 21 313 31 00',
    'law 122/2006 and ordinance 32/2026',
    'from 1990 to 2030, in 2024 2025 2026, or 112',
    'I am Kurdish from Aleppo',
    'In Romania. Are Ukrainian Refugees welcome at the Red Cross',
    'Buna ziua, cum ajung la Inspectoratul General pentru Imigrari din Cluj-Napoca',
    'як дістатися до посольства в Києві, Україна',
    'WHERE CAN I LEARN ROMANIAN',
    'i live on the street and need food',
    'traiesc pe strada si nu am bani',
    'care e calea legala, 3 copii',
    'A1, A2 and B1 courses',
  ])('“%s” stays as it is', (text) => {
    expect(scrub(text)).toEqual({ text, found: [] })
  })
})

describe('what is only likely is taken out of what is kept, and nobody is told', () => {
  test.each([
    // two capitalised words in a row
    ['how to bake bread by Marian Ionescu', 'how to bake bread by [name]'],
    ['my boss Marian I. Ionescu and Ana-Maria Popescu', 'my boss [name] and [name]'],
    ['мій господар Іван Петренко забрав паспорт', 'мій господар [name] забрав паспорт'],
    ['lucrez la domnul MARIAN IONESCU ca sofer', 'lucrez la domnul [name] ca sofer'],
    ['I ask for Olena Koval Bucharest', 'I ask for [name] Bucharest'],
    // streets, with what follows
    ['in Strada Lungă 12', 'in [address]'],
    ['pe str. Mihai Viteazul, nr. 5, bl. 3, ap. 12. Unde e cursul', 'pe [address]. Unde e cursul'],
    ['locuiesc pe strada mihai viteazul nr 5', 'locuiesc pe [address]'],
    ['stau in Bd. Unirii', 'stau in [address]'],
    ['stau pe Calea Victoriei 100', 'stau pe [address]'],
    ['живу вул. Шевченка 5, кв. 7', 'живу [address]'],
    ['живу на ул. Ленина дом 5', 'живу на [address]'],
    ['اسكن في شارع النصر', 'اسكن في [address]'],
    ["j'habite rue Victor Hugo 8", "j'habite [address]"],
    ['at 12 Baker Street', 'at [address]'],
    ['Atatürk Caddesi 5 nerede', '[address] nerede'],
    // numbers
    ['4000 euro, 90 days', '[number] euro, [number] days'],
    ['room 45, nr12, ४५', 'room [number], nr[number], [number]'],
    ['protection until 4.03.2099', 'protection until 4.[number].[number]'],
    ['born in 1975', 'born in [number]'],
  ])('“%s”', (text, expected) => {
    expect(scrub(text)).toEqual({ text: expected, found: [] })
  })
})

describe('for whatever is sent', () => {
  const digit = fc.constantFrom(...'0123456789')
  const phone = fc
    .tuple(fc.constantFrom('+40', '07', '00380', '+8801'), fc.array(digit, { minLength: 8, maxLength: 9 }))
    .map(([start, rest]) => start + rest.join(''))

  test('no phone number survives in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), phone, fc.string({ unit: 'grapheme' }), (a, number, b) => {
        expect(scrub(`${a} ${number} ${b}`).text).not.toContain(number)
      }),
    )
  })

  test('no address survives', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(scrub(`write ${address} now`).text).not.toContain(address)
      }),
    )
  })

  test('scrubbing twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = scrub(text).text
        expect(scrub(once).text).toBe(once)
      }),
    )
  })

  test.each([
    'a@',
    '1 ',
    'my name is ',
    'RO49',
    'www.',
    '@a',
    '12.03.',
    'اسمي ',
    'Ab ',
    'ABCD ',
    'abcdefgh ABCD ',
    '[a ',
    'str. ',
    'str a ',
    '[',
    '12 ',
    'Street ',
  ])('a long run of “%s” takes no long time', (part) => {
    const start = performance.now()
    scrub(part.repeat(20_000))

    expect(performance.now() - start).toBeLessThan(1000)
  })
})
