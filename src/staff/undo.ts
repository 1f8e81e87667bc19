/** `npm run undo`: takes the last edit or import back. `--list` shows what could be taken back. */
import { parseArgs } from 'node:util'
import { romanianText } from './romanian-time.ts'
import { saves, undo } from './save.ts'
import { runTool } from './tool.ts'

await runTool(async (places) => {
  // Strict: a mistyped --list must not take anything back.
  const { values } = parseArgs({ options: { list: { type: 'boolean' } } })
  if (values.list) {
    const kept = await saves(places)
    for (const { at, what, files } of kept)
      console.log(`${romanianText(new Date(at))}  ${what} (files: ${files.length})`)
    if (kept.length === 0) console.log('There is nothing to take back.')
    return
  }
  const { what, at, files } = await undo(places)
  console.log(`Taken back: ${what} (${romanianText(new Date(at))}). Files put back: ${files.length}.`)
  console.log('A running bot follows within two seconds.')
})
