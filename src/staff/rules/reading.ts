/** Whether a text can be read on a small phone by somebody under stress. */
import { type Content, entryFile, proseOf } from '../content.ts'
import { type Finding, finding } from '../finding.ts'

/** A whole answer in characters: three screens of a small phone, and far below Telegram's limit of 4,096. */
const LONGEST_ANSWER = 900
/** A question is also the label of a button; longer labels are cut by Telegram on small screens. */
const LONGEST_QUESTION = 110
/** Words in a sentence; plain-language guides ask for 20 to 25. */
const LONGEST_SENTENCE = 34
const MOST_PARAGRAPHS = 3
const MOST_FACTS = 8
/** Signs that end a sentence or a part of a list, in all our scripts. */
const SENTENCE_END = /[.!?؟।۔…;؛:]+(?:\s|$)/u

/** Length of answers, questions and sentences. */
export function* readingRules({ knowledge }: Content): Generator<Finding> {
  for (const [locale, { entries }] of knowledge.locales) {
    for (const [id, { question, answer }] of entries) {
      const file = entryFile(locale, knowledge.entries.get(id)?.topic ?? '…')
      const length = answer.join(' ').length
      if (length > LONGEST_ANSWER)
        yield finding('too long', 'fault', {
          file,
          at: `${id}.answer`,
          problem: `The answer has ${length} characters; a phone shows ${LONGEST_ANSWER} without endless scrolling.`,
          remedy: 'Keep what the person needs first, and put the rest into a related entry.',
        })
      if (answer.length > MOST_PARAGRAPHS)
        yield finding('too long', 'warning', {
          file,
          at: `${id}.answer`,
          problem: `The answer has ${answer.length} paragraphs; ${MOST_PARAGRAPHS} are meant.`,
          remedy: 'Join or shorten them.',
        })
      if (question.length > LONGEST_QUESTION)
        yield finding('too long', 'warning', {
          file,
          at: `${id}.question`,
          problem: `The question has ${question.length} characters; as a button it is cut after about ${LONGEST_QUESTION}.`,
          remedy: 'Ask it in fewer words; other wordings belong to the phrasings.',
        })
    }
  }
  for (const { file, at, text, part } of proseOf(knowledge)) {
    if (part === 'title') continue
    const longest = Math.max(
      ...text.split(SENTENCE_END).map((sentence) => sentence.split(/\s+/u).filter(Boolean).length),
    )
    if (longest > LONGEST_SENTENCE)
      yield finding('hard to read', 'warning', {
        file,
        at,
        problem: `A sentence has ${longest} words.`,
        remedy: 'Make two of it: one thought, one sentence.',
      })
  }
  for (const { id, topic, facts, referral, contacts } of knowledge.entries.values()) {
    if (facts.length > MOST_FACTS)
      yield finding('too many facts', 'warning', {
        file: `knowledge/topics/${topic}.json`,
        at: `${id}.facts`,
        problem: `${facts.length} facts are named; rarely more than ${MOST_FACTS} stand in one answer.`,
        remedy: 'Name only those whose content the answer states.',
      })
    if (referral && contacts.length === 0)
      yield finding('referral without contact', 'warning', {
        file: `knowledge/topics/${topic}.json`,
        at: `${id}.contacts`,
        problem: 'The entry says that we do not know, but names nobody who does.',
        remedy: 'Name a contact.',
      })
  }
}
