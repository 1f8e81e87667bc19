import { z } from 'zod'
import type { Bot, Reply } from '../bot.ts'
import { replyText } from '../conversation/plain.ts'

/** One line that `ask --batch` reads. Fields beyond these are ignored, so question files can be piped in as they are. */
const Line = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  lang: z.union([z.string(), z.array(z.string())]).nullish(),
})

/** One line that `ask --batch` writes, as the design sets it. */
export interface BatchReply {
  readonly id: string | number
  readonly lang: string
  readonly answerLang: string
  readonly kind: Reply['kind']
  readonly entry: string | null
  readonly confidence: number | null
  readonly facts: readonly string[]
  readonly text: string
  readonly choices: readonly { id: string; label: string; entry: string | null; facts: readonly string[] }[]
}

/** Asks the bot as a fresh person, without state. `lang` is the hint that an app would give. */
export async function askOnce(bot: Bot, text: string, lang?: string): Promise<Reply> {
  return bot.answer({
    channel: 'console',
    userId: '',
    content: { kind: 'text', text },
    ...(lang ? { languageHint: lang } : {}),
  })
}

/** A reply in the shape of the batch contract. */
export function batchReply(id: string | number, reply: Reply, bot: Bot): BatchReply {
  return {
    id,
    lang: reply.lang,
    answerLang: reply.answerLang ?? reply.lang,
    kind: reply.kind,
    entry: reply.entry ?? null,
    confidence: reply.confidence ?? null,
    facts: reply.facts,
    text: replyText(reply, { notice: false }),
    choices: reply.choices.map(({ id: choice, label, entry }) => ({
      id: choice,
      label,
      entry: entry ?? null,
      facts: (entry && bot.knowledge().entries.get(entry)?.facts) || [],
    })),
  }
}

/**
 * Answers one input line. A line that cannot be read gives `{id, error}`; blank lines give undefined.
 */
export async function answerLine(line: string, bot: Bot): Promise<BatchReply | BatchError | undefined> {
  if (line.trim() === '') return undefined
  let value: unknown
  try {
    // Trimmed, since that takes the mark away with which some programs begin a file.
    value = JSON.parse(line.trim())
  } catch {
    return { id: null, error: 'The line is not JSON. Write {"id": "…", "text": "…"} on one line.' }
  }
  const read = Line.safeParse(value)
  if (!read.success) {
    const id = z.object({ id: z.union([z.string(), z.number()]) }).safeParse(value)
    return {
      id: id.success ? id.data.id : null,
      error: 'The line needs "id" and "text", and "lang" only as a language tag.',
    }
  }
  const { id, text, lang } = read.data
  const hint = Array.isArray(lang) ? lang[0] : (lang ?? undefined)
  return batchReply(id, await askOnce(bot, text, hint), bot)
}

export interface BatchError {
  readonly id: string | number | null
  readonly error: string
}
