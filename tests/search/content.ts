import type { SearchContent } from '../../src/search/search.ts'

/** A small knowledge base in three languages; what a sentence asks is plain, so that a miss is the search's. */
export const ENGLISH: SearchContent = {
  locale: 'en',
  entries: [
    {
      id: 'return',
      texts: [
        'Who can help me to return to my country?',
        'I want to go back home but I have no money for the ticket',
        'voluntary return help',
        'go home free flight',
        'my visa expired and I would like to leave Romania and go back',
        'help me return to my family',
      ],
    },
    {
      id: 'course',
      texts: [
        'Where can I learn Romanian?',
        'free Romanian language course',
        'romanian lessons for beginners',
        'I do not speak the language, is there a class?',
        'language classes evening',
        'learn romanian online',
      ],
    },
    {
      id: 'library',
      texts: [
        'Which libraries have books in Ukrainian?',
        'library for refugees',
        'borrow books for my children',
        'where can I read books in my language',
        'library card how to get',
        'books in arabic library',
      ],
    },
    {
      id: 'work',
      texts: [
        'How do I get a work permit?',
        'can I work in Romania with temporary protection',
        'work permit for foreigners',
        'my employer must ask for a permit',
        'permission to work asylum seeker',
        'allowed to have a job',
      ],
    },
    {
      id: 'doctor',
      texts: [
        'Where can I see a doctor?',
        'I need a doctor and have no insurance',
        'family doctor registration',
        'my child is sick, where to go',
        'medical help for refugees',
        'health insurance',
      ],
    },
  ],
  offtopic: [
    'weather tomorrow',
    'who won the football match',
    'visa for Canada',
    'recipe for soup',
    'tell me a joke',
  ],
}

export const UKRAINIAN: SearchContent = {
  locale: 'uk',
  entries: [
    {
      id: 'return',
      texts: [
        'Хто допоможе мені повернутися додому?',
        'хочу додому, але немає грошей на квиток',
        'добровільне повернення',
        'як виїхати назад у свою країну',
      ],
    },
    {
      id: 'course',
      texts: [
        'Де вивчати румунську мову?',
        'безкоштовні курси румунської',
        'уроки румунської для дорослих',
        'я не знаю мови, чи є курси',
      ],
    },
    {
      id: 'library',
      texts: [
        'У яких бібліотеках є книжки українською?',
        'бібліотека для біженців',
        'взяти книжки дітям',
        'де читати українською',
      ],
    },
  ],
  offtopic: ['погода на завтра', 'курс валют'],
}

export const ARABIC: SearchContent = {
  locale: 'ar',
  entries: [
    {
      id: 'return',
      texts: ['كيف أرجع إلى بلدي؟', 'بدي ارجع عالعراق', 'الرجوع الطوعي', 'مساعدة للعودة إلى الوطن'],
    },
    { id: 'lawyer', texts: ['أين أجد محامي مجاني؟', 'محامي لجوء', 'مساعدة قانونية', 'بدي محامي'] },
    {
      id: 'course',
      texts: ['أين أتعلم الرومانية؟', 'دورة لغة رومانية مجانية', 'كورس روماني', 'بدي اتعلم اللغة'],
    },
  ],
  offtopic: ['طقس بكرا', 'نتيجة المباراة'],
}
