/** The talk of `npm run edit`: adds or changes one entry by questions and answers, and writes only what is right. */

import { ID } from '../knowledge/shared.ts'
import { DEFAULT_LOCALE } from '../language/locale.ts'
import { fold } from '../language/normalise.ts'
import { newFindings } from './changes.ts'
import { type Content, entryLocales } from './content.ts'
import { askLines, choose, confirm, type Dialog } from './dialog.ts'
import { changesOf, type Draft, draftOf, rehearse, touchesTranslations } from './draft.ts'
import { describeFindings } from './finding.ts'
import { type Changes, type SavePlaces, save } from './save.ts'

const MOST_FOUND = 8

export interface EditOptions extends SavePlaces {
  /** Words or an id given on the command line. */
  readonly wanted?: string
  readonly locale?: string
  /** Sample questions, by language tag. */
  readonly samples: ReadonlyMap<string, readonly string[]>
}

/** Leads through one edit. Resolves with the number of files that were written; 0 if the person gave up. */
export async function edit(dialog: Dialog, content: Content, options: EditOptions): Promise<number> {
  const locale = options.locale ?? (await askLocale(dialog, content))
  const draft = await findDraft(dialog, content, options.wanted, locale)
  if (!draft) return 0
  if (!draft.before) await fillIn(dialog, content, draft)
  for (;;) {
    show(dialog, draft)
    const part = await choose(
      dialog,
      'Change which? (Enter: look at the effect and save)',
      PARTS,
      ({ label }) => label,
    )
    if (part) {
      await part.change(dialog, content, draft)
      continue
    }
    const said = await finish(dialog, content, draft, options)
    if (said !== 'again') return said
  }
}

async function askLocale(dialog: Dialog, content: Content): Promise<string> {
  const tags = entryLocales(content.knowledge)
  if (tags.length < 2) return tags[0] ?? DEFAULT_LOCALE
  const said = await choose(dialog, `In which language? (Enter: ${DEFAULT_LOCALE})`, tags, (tag) => tag)
  return said ?? DEFAULT_LOCALE
}

async function findDraft(dialog: Dialog, content: Content, wanted: string | undefined, locale: string) {
  let words = wanted
  for (;;) {
    words ??= await dialog.ask(
      'Which entry? Type its id or words of its question, “new” for a new one, Enter to stop.',
    )
    if (words === '') return undefined
    if (words === 'new') return newDraft(dialog, content, locale)
    const found = search(content, words, locale)
    const entry =
      found.length === 1 && found[0]!.id === words
        ? found[0]
        : await choose(
            dialog,
            'Which of these? (Enter: none)',
            found,
            ({ id, question }) => `${id}: ${question}`,
          )
    if (entry) return draftOf(content, entry.id, content.knowledge.entries.get(entry.id)!.topic, locale)
    if (found.length === 0) dialog.say('Nothing was found.')
    words = undefined
  }
}

/** Entries whose id or question holds all the words. */
function search({ knowledge }: Content, said: string, locale: string): { id: string; question: string }[] {
  const questionOf = (id: string) =>
    knowledge.locales.get(locale)?.entries.get(id)?.question ??
    knowledge.locales.get(DEFAULT_LOCALE)?.entries.get(id)?.question ??
    ''
  if (knowledge.entries.has(said)) return [{ id: said, question: questionOf(said) }]
  const words = fold(said).split(' ')
  return [...knowledge.entries.keys()]
    .map((id) => ({ id, question: questionOf(id) }))
    .filter(({ id, question }) => words.every((word) => fold(`${id} ${question}`).includes(word)))
    .slice(0, MOST_FOUND)
}

async function newDraft(dialog: Dialog, content: Content, locale: string): Promise<Draft | undefined> {
  const { topics, entries } = content.knowledge
  const topic = await choose(dialog, 'Under which topic?', topics, ({ id, sign }) => `${sign} ${id}`)
  if (!topic) return undefined
  for (;;) {
    const id = await dialog.ask('A short id, for example “bus-tickets” (small letters, digits, hyphens):')
    if (id === '') return undefined
    if (!ID.test(id)) dialog.say('Only small letters a to z, digits and hyphens, at most 48.')
    else if (entries.has(id) || topics.some((each) => each.id === id)) dialog.say('This id is taken.')
    else return draftOf(content, id, topic.id, locale)
  }
}

async function fillIn(dialog: Dialog, content: Content, draft: Draft) {
  for (const part of PARTS) if (part.needed) await part.change(dialog, content, draft)
}

interface Part {
  readonly label: string
  /** Asked for in a new entry. */
  readonly needed: boolean
  readonly change: (dialog: Dialog, content: Content, draft: Draft) => Promise<void>
}

const PARTS: readonly Part[] = [
  {
    label: 'the question',
    needed: true,
    async change(dialog, _, draft) {
      draft.question = (await dialog.ask('The question, as a person would ask it:')) || draft.question
    },
  },
  {
    label: 'the answer',
    needed: true,
    async change(dialog, _, draft) {
      const lines = await askLines(
        dialog,
        'The answer, one to three short paragraphs. No numbers, links or addresses: those are contacts and places.',
      )
      if (lines.length > 0) draft.answer = lines
    },
  },
  {
    label: 'ways to ask: add',
    needed: true,
    async change(dialog, _, draft) {
      const lines = await askLines(dialog, 'Other ways to ask: a question, two words, a story, broken words.')
      draft.phrasings = [...new Set([...draft.phrasings, ...lines])]
    },
  },
  {
    label: 'ways to ask: take one away',
    needed: false,
    async change(dialog, _, draft) {
      const gone = await choose(dialog, 'Which? (Enter: none)', draft.phrasings, (text) => text)
      draft.phrasings = draft.phrasings.filter((text) => text !== gone)
    },
  },
  {
    label: 'the facts it rests on',
    needed: true,
    async change(dialog, { knowledge }, draft) {
      const ids = await pick(
        dialog,
        'Facts',
        draft.facts.facts,
        [...knowledge.facts.values()].filter(({ use }) => use !== 'never'),
        ({ id, statement, use }) =>
          `${id}${use === 'ask' ? ' (name the contact, not the claim)' : ''}: ${statement}`,
      )
      draft.facts = { ...draft.facts, facts: ids }
    },
  },
  {
    label: 'the contacts it gives',
    needed: true,
    async change(dialog, { knowledge }, draft) {
      const ids = await pick(
        dialog,
        'Contacts',
        draft.facts.contacts,
        [...knowledge.contacts.values()],
        ({ id, name }) => `${id}: ${name.en ?? name.ro}`,
      )
      draft.facts = { ...draft.facts, contacts: ids }
    },
  },
  {
    label: 'until when it is valid',
    needed: false,
    async change(dialog, _, draft) {
      const day = await dialog.ask('Last day, YYYY-MM-DD (Enter: without end):')
      const { validUntil: _old, ...rest } = draft.facts
      draft.facts = day ? { ...rest, validUntil: day } : rest
    },
  },
]

/** Ids chosen by searching: words show what is there, an id adds or removes it, Enter ends. */
async function pick<Item extends { id: string }>(
  dialog: Dialog,
  what: string,
  chosen: readonly string[],
  items: readonly Item[],
  label: (item: Item) => string,
): Promise<string[]> {
  const ids = [...chosen]
  for (;;) {
    const said = await dialog.ask(
      `${what}: ${ids.join(', ') || 'none'}. Type words to search, an id to add or remove, Enter when done.`,
    )
    if (said === '') return ids
    if (items.some(({ id }) => id === said)) {
      if (ids.includes(said)) ids.splice(ids.indexOf(said), 1)
      else ids.push(said)
      continue
    }
    const words = fold(said).split(' ')
    const found = items
      .filter((item) => words.every((word) => fold(label(item)).includes(word)))
      .slice(0, MOST_FOUND)
    dialog.say(...(found.length > 0 ? found.map((item) => `  ${label(item)}`) : ['Nothing was found.']))
  }
}

function show(dialog: Dialog, draft: Draft) {
  dialog.say(
    '',
    `${draft.id} (${draft.topic}, ${draft.locale}, revision ${draft.facts.revision})`,
    `  Question: ${draft.question || '–'}`,
    ...draft.answer.map((text) => `  Answer:   ${text}`),
    `  Ways to ask: ${draft.phrasings.length}`,
    `  Facts: ${draft.facts.facts.join(', ') || '–'}   Contacts: ${draft.facts.contacts.join(', ') || '–'}${draft.facts.validUntil ? `   Valid until ${draft.facts.validUntil}` : ''}`,
    '',
  )
}

async function finish(
  dialog: Dialog,
  content: Content,
  draft: Draft,
  options: EditOptions,
): Promise<number | 'again'> {
  if (
    touchesTranslations(draft) &&
    JSON.stringify(draft.answer) !== JSON.stringify(draft.before?.words?.answer)
  )
    draft.newMeaning = await confirm(
      dialog,
      'Does the answer say something else now, so that the translations must be read again?',
    )
  draft.readByPerson = await confirm(
    dialog,
    `Has somebody who speaks this language (${draft.locale}) read the whole text?`,
  )
  const today = content.today.toISOString().slice(0, 10)
  const changes = changesOf(content, draft, today)
  const { faults, warnings } = newFindings(content, changes)
  if (faults.length > 0) {
    dialog.say('This cannot be saved yet:', ...describeFindings(faults))
    return (await confirm(dialog, 'Mend it now?')) ? 'again' : giveUp(dialog)
  }
  if (warnings.length > 0) dialog.say('Better, but no must:', ...describeFindings(warnings))
  tellEffect(dialog, content, draft, changes, options.samples.get(draft.locale) ?? [])
  if (await confirm(dialog, 'Save?')) {
    const what = `${draft.before ? 'Changed' : 'Added'} “${draft.id}” in ${draft.locale}`
    const count = await save(options, what, changes)
    dialog.say(
      count === 0
        ? 'Nothing was different.'
        : `Saved (${count} ${count === 1 ? 'file' : 'files'}). npm run undo takes it back; a running bot follows within two seconds.`,
    )
    return count
  }
  return (await confirm(dialog, 'Go on editing?')) ? 'again' : giveUp(dialog)
}

function giveUp(dialog: Dialog): 0 {
  dialog.say('Nothing was written.')
  return 0
}

function tellEffect(
  dialog: Dialog,
  content: Content,
  draft: Draft,
  changes: Changes,
  samples: readonly string[],
) {
  const { competing, changed } = rehearse(content, draft, changes, samples)
  if (competing.length > 0)
    dialog.say(
      'Today other entries answer these words:',
      ...competing.map(
        ({ text, entry, confidence }) => `  “${text}” → ${entry} (${Math.round(confidence * 100)} %)`,
      ),
    )
  dialog.say(
    ...(changed.length === 0
      ? ['No other question would find another answer.']
      : [
          'These questions would find another answer:',
          ...changed.map(
            ({ text, before, after }) => `  “${text}”: ${before ?? 'nothing'} → ${after ?? 'nothing'}`,
          ),
        ]),
  )
}
