/** Whether what people dial, visit and believe stands in the fact register. */
import type { Fact } from '../../knowledge/fact.ts'
import type { Knowledge } from '../../knowledge/load.ts'
import { fold } from '../../language/normalise.ts'
import { type Content, entryFile, proseOf } from '../content.ts'
import { type Finding, finding } from '../finding.ts'
import { asciiDigits, phoneIn } from './prose.ts'
import { numbersIn } from './translations.ts'

const CONTACTS = 'knowledge/contacts.json'
const PLACES = 'knowledge/places.json'

/** Numbers, addresses and figures against the facts that they rest on; what nothing uses; what has passed. */
export function* registerRules(content: Content): Generator<Finding> {
  yield* contactNumbers(content.knowledge)
  yield* streets(content.knowledge)
  yield* streetsInProse(content.knowledge)
  yield* privateNumbers(content.knowledge)
  yield* figures(content.knowledge)
  yield* unused(content.knowledge)
  yield* passed(content)
}

function digitsOf(text: string): string {
  return asciiDigits(text).replace(/\D/g, '')
}

/** The last nine digits: Romanian numbers with and without +40 or the leading 0 are one. */
function core(number: string): string {
  return digitsOf(number).slice(-9)
}

function statements(ids: readonly string[], facts: ReadonlyMap<string, Fact>): string {
  return ids
    .flatMap((id) => facts.get(id) ?? [])
    .map(({ statement, sources }) => [statement, ...sources.map(({ url }) => url)].join(' '))
    .join(' ')
}

function* contactNumbers({ contacts, facts }: Knowledge): Generator<Finding> {
  for (const { id, lines, email, url, facts: used } of contacts.values()) {
    const told = statements(used, facts)
    const toldDigits = digitsOf(told)
    for (const [i, { dial, display }] of lines.entries()) {
      if (!toldDigits.includes(core(dial)))
        yield finding('number without a fact', 'fault', {
          file: CONTACTS,
          at: `${id}.lines[${i}]`,
          problem: `${display} stands in none of the facts ${used.join(', ')}.`,
          remedy: 'Correct the number, or name the fact that gives it. A wrong number is worse than none.',
        })
      if (!digitsOf(dial).endsWith(core(display)))
        yield finding('two different numbers', 'fault', {
          file: CONTACTS,
          at: `${id}.lines[${i}]`,
          problem: `A phone would dial ${dial}, but people read ${display}.`,
          remedy: 'Write the same number in both.',
        })
    }
    if (email && !fold(told).includes(fold(email)))
      yield finding('number without a fact', 'fault', {
        file: CONTACTS,
        at: `${id}.email`,
        problem: `${email} stands in none of the facts ${used.join(', ')}.`,
        remedy: 'Correct the address, or name the fact that gives it.',
      })
    const host = url && new URL(url).hostname.replace(/^www\./, '')
    if (host && !told.toLowerCase().includes(host))
      yield finding('number without a fact', 'fault', {
        file: CONTACTS,
        at: `${id}.url`,
        problem: `${host} stands in none of the facts ${used.join(', ')}.`,
        remedy: 'Correct the page, or name the fact that gives it.',
      })
  }
}

function* streets({ places, facts }: Knowledge): Generator<Finding> {
  for (const { id, street, facts: used } of places.values()) {
    if (!street) continue
    const told = fold(statements(used, facts))
    const untold = street.split(/[\s,]+/u).filter((part) => part.length > 1 && !told.includes(fold(part)))
    if (untold.length > 0)
      yield finding('address without a fact', 'fault', {
        file: PLACES,
        at: `${id}.street`,
        problem: `“${untold.join(' ')}” stands in none of the facts ${used.join(', ')}.`,
        remedy: 'Correct the address, or name the fact that gives it.',
      })
  }
}

/** House numbers and short words aside, the name by which a street is known. */
function streetName(street: string): string {
  return fold(street.replace(/[\d,].*$/u, ''))
    .replace(/^(?:str|bd|sos|alex|calea|fundac|intrarea|mihai)\.? /u, '')
    .trim()
}

function* streetsInProse(knowledge: Knowledge): Generator<Finding> {
  const names = new Map<string, string>()
  for (const { id, street } of knowledge.places.values()) {
    const name = street && streetName(street)
    // Single words are also those of people, towns and hospitals; with a word for street they are found elsewhere.
    if (name?.includes(' ')) names.set(name, id)
  }
  for (const { file, at, text, part } of proseOf(knowledge)) {
    if (part === 'title') continue
    const folded = fold(text)
    for (const [name, id] of names) {
      if (folded.includes(name))
        yield finding('street in prose', 'fault', {
          file,
          at,
          problem: `The street of the place “${id}” stands in the text.`,
          remedy: 'Leave it out and name the place in the topic file.',
        })
    }
  }
}

function* privateNumbers({ contacts, facts, locales, entries }: Knowledge): Generator<Finding> {
  const known = new Set([...contacts.values()].flatMap(({ lines }) => lines.map(({ dial }) => core(dial))))
  const usable = [...facts.values()].filter(({ use }) => use !== 'never')
  const told = digitsOf(usable.map(({ statement }) => statement).join(' '))
  for (const [locale, { entries: texts, offtopic }] of locales) {
    const all = [
      ...[...texts].flatMap(([id, { phrasings }]) =>
        phrasings.map((text) => ({
          file: entryFile(locale, entries.get(id)?.topic ?? '…'),
          at: `${id}.phrasings`,
          text,
        })),
      ),
      ...offtopic.map((text) => ({ file: `knowledge/${locale}/offtopic.json`, at: '', text })),
    ]
    for (const { file, at, text } of all) {
      const number = phoneIn(text)
      if (number && !known.has(core(number)) && !told.includes(core(number)))
        yield finding('private number', 'fault', {
          file,
          at,
          problem: `“${number}” is the number of none of our contacts.`,
          remedy: 'Take it out: it may be a private person’s.',
        })
    }
  }
}

/** Figures of the English answer against its facts; figures of facts that may only be asked about. */
function* figures({ locales, entries, facts }: Knowledge): Generator<Finding> {
  for (const [id, { answer }] of locales.get('en')?.entries ?? []) {
    const entry = entries.get(id)
    if (!entry) continue
    const used = entry.facts.flatMap((factId) => facts.get(factId) ?? [])
    const stated = figuresOf(used.filter(({ use }) => use === 'state'))
    const asked = figuresOf(used.filter(({ use }) => use === 'ask'))
    for (const number of numbersIn(answer.join(' '))) {
      if (number === '112' || stated.has(number) || (asked.has(number) && YEAR.test(number))) continue
      const file = entryFile('en', entry.topic)
      yield asked.has(number)
        ? finding('figure that must be asked', 'fault', {
            file,
            at: `${id}.answer`,
            problem: `${number} comes from a fact that may not be stated.`,
            remedy: 'Say whom to ask instead.',
          })
        : finding('figure without a fact', 'fault', {
            file,
            at: `${id}.answer`,
            problem: `${number} stands in none of the facts ${entry.facts.join(', ')}.`,
            remedy: 'Correct it, or name the fact that gives it.',
          })
    }
  }
}

/** A year only dates a statement, also of a fact that may not be stated. */
const YEAR = /^(?:19|20)\d\d$/

/** Figures that facts give, with the years of their sources and of the day they were collected. */
function figuresOf(facts: readonly Fact[]): Set<string> {
  return numbersIn(
    facts
      .flatMap(({ statement, sources, collected }) => [
        statement,
        collected,
        ...sources.map(({ date }) => date),
      ])
      .join(' '),
  )
}

function* unused({ contacts, places, entries, facts }: Knowledge): Generator<Finding> {
  const found = new Set([...entries.values()].map(({ finds }) => finds))
  const named = new Set(
    [...entries.values()].flatMap((entry) => [...entry.contacts, ...(entry.places ?? [])]),
  )
  const shown = [...places.values()].filter(
    ({ id, kinds }) => named.has(id) || kinds.some((kind) => found.has(kind)),
  )
  const reached = new Set(shown.map(({ contact }) => contact))
  const idle = [
    [CONTACTS, 'contacts', [...contacts.keys()].filter((id) => !named.has(id) && !reached.has(id))],
    [PLACES, 'places', [...places.values()].filter((place) => !shown.includes(place)).map(({ id }) => id)],
    [
      'knowledge/facts',
      'facts',
      [...facts.values()]
        .filter(({ use }) => use === 'state')
        .map(({ id }) => id)
        .filter(
          (id) =>
            ![...entries.values(), ...contacts.values(), ...places.values()].some((each) =>
              each.facts.includes(id),
            ),
        ),
    ],
  ] as const
  for (const [file, what, ids] of idle) {
    if (ids.length > 0)
      yield finding('unused', 'warning', {
        file,
        at: '',
        problem: `No entry uses these ${ids.length} ${what}: ${ids.join(', ')}.`,
        remedy: 'Name them in an entry that needs them, or leave them for later.',
      })
  }
}

function* passed({ knowledge: { facts, entries }, today }: Content): Generator<Finding> {
  const day = today.toISOString().slice(0, 10)
  const month = day.slice(0, 7)
  for (const { id, topic, validUntil } of entries.values()) {
    if (validUntil && validUntil < day)
      yield finding('passed date', 'fault', {
        file: `knowledge/topics/${topic}.json`,
        at: `${id}.validUntil`,
        problem: `The answer was valid until ${validUntil}.`,
        remedy: 'Correct the answer and its date, or withdraw the entry.',
      })
  }
  const due = [...facts.values()].filter(
    ({ perishable, reviewBy }) => perishable && reviewBy && reviewBy < month,
  )
  if (due.length > 0)
    yield finding('passed date', 'warning', {
      file: 'knowledge/facts',
      at: '',
      problem: `${due.length} facts should have been checked again: ${due.map(({ id }) => id).join(', ')}.`,
      remedy:
        'Check them at their source, then set "checkedOn" and a new "reviewBy". Until then answers carry a caution.',
    })
  const endless = [...facts.values()].filter(({ perishable, reviewBy }) => perishable && !reviewBy)
  for (const { id } of endless)
    yield finding('passed date', 'fault', {
      file: 'knowledge/facts',
      at: id,
      problem: 'The fact may change, but no month is set for checking it again.',
      remedy: 'Set "reviewBy", six months after it was collected.',
    })
}
