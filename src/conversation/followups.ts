import type { FoundTown } from '../knowledge/towns.ts'
import { answerReply, contactCards } from './answer.ts'
import { openReply } from './choices.ts'
import type { Followup } from './followup.ts'
import { humanReply, topicReply, ways } from './menus.ts'
import type { Reply } from './reply.ts'
import { blank, entryChoices, type Turn } from './turn.ts'

/** The reply to a short message after an answer; undefined where what was last shown is no longer known. */
export function followupReply(followup: Followup, turn: Turn, town?: FoundTown): Reply | undefined {
  if (followup.kind === 'choice') return openReply(followup.id, turn)
  const entry = turn.session.lastEntry ? turn.knowledge.entries.get(turn.session.lastEntry) : undefined
  if (!entry) return undefined
  switch (followup.kind) {
    case 'town':
      return town && entry.finds ? answerReply(entry, turn, { confidence: 1, where: town }) : undefined
    case 'phone':
    case 'where': {
      const contacts = contactCards(entry.contacts, turn)
      if (contacts.length === 0) return humanReply(turn, entry.id)
      return {
        ...blank(turn, 'answer'),
        paragraphs: [],
        contacts,
        choices: ways(turn, ['topics', 'human']),
        entry: entry.id,
        confidence: 1,
        facts: [...new Set(entry.contacts.flatMap((id) => turn.knowledge.contacts.get(id)?.facts ?? []))],
      }
    }
    case 'more':
    case 'other': {
      const choices = entryChoices(entry.related ?? [], turn)
      if (choices.length === 0) return topicReply(entry.topic, turn)
      return {
        ...blank(turn, 'choose'),
        paragraphs: [turn.say('answer.related')],
        choices: [...choices, ...ways(turn, ['topics', 'human'])],
      }
    }
  }
}
