import { ActivityHandler, type TurnContext } from 'botbuilder'
import type { Answer, Content } from '../../conversation/message.ts'
import type { FirstTime } from '../channel.ts'
import { abilitiesOf } from './abilities.ts'
import { createOffered } from './offered.ts'
import { readActivity, readLanguageHint } from './read.ts'
import { renderReply } from './render.ts'

interface Options {
  /** Name under which people of this bot are known to the rest, for example `azure`. */
  readonly name: string
  readonly answer: Answer
  /** Remembers which conversations were greeted. */
  readonly firstTime: FirstTime
  /** The person's id within `name`, from the id that the activity gives. */
  readonly userIdOf: (channelId: string, id: string) => string
}

/**
 * The bot in the Bot Framework's words: activities in, activities out, through the one door.
 * The same one answers Azure Bot Service and our own Direct Line.
 */
export function createBot({ name, answer, firstTime, userIdOf }: Options): ActivityHandler {
  const offered = createOffered()
  const keyOf = ({ activity }: TurnContext) => `${activity.channelId} ${activity.conversation.id}`

  async function respond(context: TurnContext, content: Content, userId: string) {
    const languageHint = readLanguageHint(context.activity)
    const reply = await answer({ channel: name, userId, content, ...(languageHint ? { languageHint } : {}) })
    if (reply.effect === 'forget') offered.forget(keyOf(context))
    else offered.remember(keyOf(context), reply.choices)
    await context.sendActivities(renderReply(reply, abilitiesOf(context.activity.channelId)))
  }

  return new ActivityHandler()
    .onMessage(async (context, next) => {
      const content = readActivity(context.activity, (text) => offered.find(keyOf(context), text))
      // Whoever has written needs no late welcome: the reply itself says who is speaking.
      await firstTime('welcome', keyOf(context))
      const { channelId, from } = context.activity
      await respond(context, content, userIdOf(channelId, from.id))
      await next()
    })
    .onConversationUpdate(async (context, next) => {
      const { channelId, membersAdded, recipient, conversation } = context.activity
      // Platforms tell it once, twice or late, and of the bot's own arrival as well as the person's.
      if (!membersAdded?.length || conversation.isGroup) return next()
      if (!(await firstTime('welcome', keyOf(context)))) return next()
      const person = membersAdded.find(({ id }) => id !== recipient?.id)
      await respond(context, { kind: 'command', name: 'start' }, person ? userIdOf(channelId, person.id) : '')
      await next()
    })
}
