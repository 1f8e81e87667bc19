import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Answer } from '../../conversation/message.ts'
import type { Choice } from '../../conversation/reply.ts'
import type { Channel } from '../channel.ts'
import { readLine } from './read.ts'
import { renderConsole } from './render.ts'

export interface ConsoleOptions {
  readonly answer: Answer
  readonly input: Readable
  readonly output: Writable
  /** Called when the person ends the chat: end of input, or /stop. */
  readonly onEnd: () => void
}

/** A chat in the terminal: the same bot, one person, choices by number. */
export function createConsoleChannel({ answer, input, output, onEnd }: ConsoleOptions): Channel {
  const lines = createInterface({ input })
  let choices: readonly Choice[] = []
  let last: Promise<void> = Promise.resolve()

  async function take(line: string) {
    const content = readLine(line, choices)
    if (!content) return
    const reply = await answer({ channel: 'console', userId: 'terminal', content })
    choices = reply.choices
    output.write(renderConsole(reply))
  }

  return {
    name: 'console',
    async start() {
      // One after the other, so that replies stand in the order of the questions even when lines are piped in.
      lines.on('line', (line) => {
        last = last.then(() => take(line))
      })
      lines.on('close', () => void last.then(onEnd))
      await take('/start')
    },
    async stop() {
      lines.close()
      await last
    },
  }
}
