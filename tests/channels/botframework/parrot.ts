import type { Answer } from '../../../src/conversation/message.ts'
import { emptyReply, type Reply } from '../../../src/conversation/reply.ts'

/** What the bot of these tests says: enough to tell who asked what. */
export const parrot: Answer = async ({ content }) => {
  switch (content.kind) {
    case 'text':
      return content.text.startsWith('danger')
        ? { ...emptyReply('crisis', 'en', 'ltr'), numbers: [line('112')], paragraphs: ['Call now.'] }
        : { ...said(`You said: ${content.text}`), choices: [{ id: 'cmd:help', label: 'Help' }] }
    case 'choice':
      return said(`You chose: ${content.id}`)
    case 'command':
      return content.name === 'forget'
        ? { ...said('Forgotten.'), effect: 'forget' }
        : said(content.name === 'start' ? 'Welcome.' : `Command: ${content.name}`)
    default:
      return said(`You sent: ${content.kind}`)
  }
}

export function said(text: string): Reply {
  return { ...emptyReply('answer', 'en', 'ltr'), paragraphs: [text] }
}

export function line(dial: string) {
  return { dial, display: dial, via: 'call' } as const
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Waits until something is so; fails after three seconds. */
export async function until<T>(read: () => T | undefined | false, what = 'what was waited for'): Promise<T> {
  for (let tries = 0; tries < 300; tries += 1) {
    const value = await read()
    if (value) return value
    await pause(10)
  }
  throw new Error(`There was no ${what} within three seconds.`)
}
