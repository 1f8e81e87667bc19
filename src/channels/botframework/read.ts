import type { Activity } from 'botbuilder'
import { z } from 'zod'
import { COMMANDS, type Content } from '../../conversation/message.ts'

const CHOICE_ID = /^[a-z0-9:-]{1,64}$/
const LANGUAGE_TAG = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/

/** The parts of an activity that are read. */
export type Incoming = Pick<Activity, 'text'> &
  Partial<Pick<Activity, 'value' | 'locale' | 'entities' | 'attachments' | 'recipient'>>

/**
 * Reads what a person sent. An activity without anything in it reads as an empty text: whoever sent it, by a button
 * of an old page perhaps, is answered all the same.
 *
 * @param choiceOf the id of the choice that a label belonged to, where platforms send a tapped button as its label.
 */
export function readActivity(activity: Incoming, choiceOf: (text: string) => string | undefined): Content {
  const tapped = readChoice(activity.value)
  if (tapped) return { kind: 'choice', id: tapped }

  const text = withoutMention(activity)
  if (text !== '') {
    const command = readCommand(text)
    if (command) return command
    const id = choiceOf(text)
    return id ? { kind: 'choice', id } : { kind: 'text', text }
  }
  return readPlace(activity.entities) ?? readAttachment(activity.attachments) ?? { kind: 'text', text: '' }
}

/** More of either than anybody shares at once. */
const MOST_SHARED = 10
const spot = z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
const entity = z.union([
  spot.extend({ type: z.literal('GeoCoordinates') }),
  z.object({ type: z.literal('Place'), geo: spot }),
])
/** Only the kind of a file: what is in it is neither taken nor fetched. */
const attachment = z.object({ contentType: z.string().max(100) })

/** Places and files of an activity that anybody may have made up: what has not the form that we know is left out. */
export function readShared(
  body: Readonly<Record<string, unknown>>,
): Required<Pick<Incoming, 'entities' | 'attachments'>> {
  const known = <T>(list: unknown, schema: z.ZodType<T>): T[] =>
    (Array.isArray(list) ? list.slice(0, MOST_SHARED) : []).flatMap((item) => {
      const { success, data } = schema.safeParse(item)
      return success ? [data] : []
    })
  return { entities: known(body.entities, entity), attachments: known(body.attachments, attachment) }
}

/** The language that the person's app reports, if it is a language tag at all. */
export function readLanguageHint(activity: Pick<Incoming, 'locale'>): string | undefined {
  return typeof activity.locale === 'string' && LANGUAGE_TAG.test(activity.locale)
    ? activity.locale
    : undefined
}

function readChoice(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('choice' in value)) return undefined
  return typeof value.choice === 'string' && CHOICE_ID.test(value.choice) ? value.choice : undefined
}

/** `/start payload`; some apps put the bot's name behind the command, as in `/help@name`. */
function readCommand(text: string): Content | undefined {
  const [, word, argument] = /^\/([a-z]{1,20})(?:@\S{1,64})?(?:\s+(\S.{0,4000}))?$/i.exec(text) ?? []
  const name = COMMANDS.find((command) => command === word?.toLowerCase())
  if (!name) return undefined
  return argument ? { kind: 'command', name, argument: argument.trim() } : { kind: 'command', name }
}

/** In groups a message is addressed to the bot by its name, which is not part of the question. */
function withoutMention({ text, entities, recipient }: Incoming): string {
  let rest = typeof text === 'string' ? text : ''
  for (const entity of Array.isArray(entities) ? entities : []) {
    if (entity?.type !== 'mention' || typeof entity.text !== 'string') continue
    if (entity.mentioned?.id === recipient?.id) rest = rest.replace(entity.text, '')
  }
  return rest.trim()
}

function readPlace(entities: Incoming['entities']): Content | undefined {
  for (const entity of Array.isArray(entities) ? entities : []) {
    const geo = entity?.type === 'GeoCoordinates' ? entity : entity?.geo
    const latitude: unknown = geo?.latitude
    const longitude: unknown = geo?.longitude
    if (typeof latitude !== 'number' || typeof longitude !== 'number') continue
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)
      return { kind: 'location', latitude, longitude }
  }
  return undefined
}

/** Nothing is downloaded: only the declared kind is looked at. */
function readAttachment(attachments: Incoming['attachments']): Content | undefined {
  const [first] = Array.isArray(attachments) ? attachments : []
  if (!first) return undefined
  const type = String(first.contentType ?? '')
  const what = type.startsWith('image/') ? 'photo' : type.startsWith('audio/') ? 'voice' : 'file'
  return { kind: 'unreadable', what }
}
