import { createRequire } from 'node:module'

import { fold } from './normalise.ts'

/*
 * Words that carry little of a question's meaning. The lists are those of the package stopwords-iso
 * (https://github.com/stopwords-iso/stopwords-iso), folded; four languages are missing there or thin, so the commonest
 * function words are added here (sources: the closed word classes in the Universal Dependencies treebanks
 * UD_Ukrainian-IU and UD_Nepali, and the grammars of Pashto (Tegey & Robson 1996) and Sinhala (Gair & Paolillo 1997)).
 */

/** Function words that stopwords-iso lacks. */
const ADDED: Readonly<Record<string, string>> = {
  uk: `я ми ви ти він вона вони мене мені мною мій моя моє мої нас нам наш наша наше наші вас вам ваш ваша ваші тебе тобі
    його йому їм їх її їй себе собі свій своя свої це цей ця ці цього цьому цю той та ті те тому того і й а але або чи що
    щоб як яка яке які який якщо коли де куди звідки хто кого кому чого чому скільки бо тут там ще вже тільки лише також
    теж дуже треба можна є був була було були буде будуть бути мати маю має мають у в на до від з із зі за про по для без
    при над під через між не ні так же б би`,
  ps: 'زه ته هغه موږ تاسو زما ستا زموږ ستاسو د په ته له سره لپاره کې چې او یا خو دا دغه څه څوک چیرته کله څنګه ولې یم یې دی ده دي شي کړي نه',
  ne: 'म मेरो मलाई हामी हाम्रो तपाईं तपाईंको यो त्यो यी के को कहाँ कहिले किन कसरी कति छ छन् हो हुन् थियो र वा तर मा बाट लाई ले को का की लागि पनि नै न',
  si: 'මම මට මගේ අපි අපට ඔබ ඔබට ඔබේ එය මේ ඒ ඔවුන් කොහෙද කවදාද ඇයි කොහොමද මොකද කීයද සහ හෝ නමුත් ද ය ක් ට ගේ නෑ නැත ඇත',
}

const lists = new Map<string, ReadonlySet<string>>()

function listOf(locale: string): ReadonlySet<string> {
  const known = lists.get(locale)
  if (known) return known
  const all: Record<string, string[]> = createRequire(import.meta.url)('stopwords-iso')
  const iso = Object.hasOwn(all, locale) ? all[locale]! : []
  const added = Object.hasOwn(ADDED, locale) ? ADDED[locale]!.split(/\s+/) : []
  const list = new Set([...iso, ...added].map(fold).filter((word) => /^[\p{L}\p{M}]+$/u.test(word)))
  lists.set(locale, list)
  return list
}

/** True for a folded word that carries little meaning in this language; false in languages without a list. */
export function isStopWord(word: string, locale: string): boolean {
  return listOf(locale).has(word)
}
