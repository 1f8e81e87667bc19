/** How a guided tool talks with a person: the terminal in service, a script in tests. */
import { createInterface } from 'node:readline/promises'

export interface Dialog {
  say(...lines: string[]): void
  /** One line; empty if the person only pressed Enter. */
  ask(question: string): Promise<string>
  close(): void
}

/** The person ended the input in the middle of the talk. */
export class DialogEnded extends Error {
  override readonly name = 'DialogEnded'
}

/** A dialog in the terminal, or over a pipe. */
export function terminalDialog(): Dialog {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const lines = terminal[Symbol.asyncIterator]()
  return {
    say: (...said) => console.log(said.join('\n')),
    async ask(question) {
      process.stdout.write(`${question} `)
      const { value, done } = await lines.next()
      if (done) throw new DialogEnded('The input has ended.')
      return value.trim()
    },
    close: () => terminal.close(),
  }
}

/** A yes or a no; anything else is asked again. */
export async function confirm(dialog: Dialog, question: string): Promise<boolean> {
  for (;;) {
    const said = (await dialog.ask(`${question} (yes/no)`)).toLowerCase()
    if (['y', 'yes', 'da'].includes(said)) return true
    if (['n', 'no', 'nu'].includes(said)) return false
  }
}

/** One of several, by its number; undefined if the person only pressed Enter. */
export async function choose<Item>(
  dialog: Dialog,
  question: string,
  items: readonly Item[],
  label: (item: Item) => string,
): Promise<Item | undefined> {
  for (const [i, item] of items.entries()) dialog.say(`  ${i + 1}  ${label(item)}`)
  for (;;) {
    const said = await dialog.ask(question)
    if (said === '') return undefined
    const item = items[Number(said) - 1]
    if (item !== undefined) return item
    dialog.say(`Type a number from 1 to ${items.length}, or only Enter.`)
  }
}

/** Lines until an empty one. */
export async function askLines(dialog: Dialog, question: string): Promise<string[]> {
  dialog.say(question, 'One a line; an empty line ends.')
  const lines: string[] = []
  for (;;) {
    const line = await dialog.ask('>')
    if (line === '') return lines
    lines.push(line)
  }
}
