/**
 * `npm run notice`: one dated sentence above all replies, until a day and hour in Romania.
 *
 *   npm run notice -- --until "2026-12-01 18:00" --en "The office is closed today." --ro "Biroul este închis azi."
 *   npm run notice -- --off
 *   npm run notice            shows the notice that stands
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ContentError } from '../fault.ts'
import { NOTICE_FILE, Notice, readLive } from '../knowledge/live.ts'
import { readOwnTexts } from './content.ts'
import { romanianInstant, romanianText } from './romanian-time.ts'
import { proseFaults } from './rules/prose.ts'
import { writeWhole } from './save.ts'
import { refuseUnknownLanguage, runTool, ToolError, type ToolPlaces } from './tool.ts'

const HELP =
  'Say until when and what: npm run notice -- --until "2026-12-01 18:00" --en "The office is closed today." --ro "Biroul este închis azi."'

await runTool(async (places) => {
  const options = readOptions(process.argv.slice(2))
  if (options.size === 0) return show(places)
  if (options.has('off')) {
    if (options.size > 1) throw new ToolError('--off stands alone: npm run notice -- --off')
    await rm(join(places.dataDir, NOTICE_FILE), { force: true })
    console.log('No notice stands any more. A running bot follows within two seconds.')
    return
  }
  const until = options.get('until')
  options.delete('until')
  const ownTexts = (await readOwnTexts(places.localesDir)).texts
  for (const tag of options.keys()) refuseUnknownLanguage(tag, { ownTexts })
  if (!until || options.size === 0) throw new ToolError(HELP)
  await set(places, until, options)
})

/** `--name value` pairs, each once; `--off` has no value. Language tags are names, so parseArgs cannot list them. */
function readOptions(args: readonly string[]): Map<string, string> {
  const options = new Map<string, string>()
  for (let i = 0; i < args.length; i++) {
    const name = args[i]?.startsWith('--') ? args[i]!.slice(2) : ''
    if (name === '' || options.has(name)) throw new ToolError(HELP)
    const value = name === 'off' ? '' : args[++i]?.trim()
    if (value === undefined || value.startsWith('--'))
      throw new ToolError(`--${name} lacks its words. ${HELP}`)
    options.set(name, value)
  }
  return options
}

async function show({ dataDir }: ToolPlaces) {
  const { live, faults } = await readLive(dataDir)
  if (faults.length > 0) throw new ContentError(faults)
  if (!live.notice) return console.log(`No notice stands. ${HELP}`)
  const over = Date.parse(live.notice.until) <= Date.now()
  console.log(
    `${over ? 'Over since' : 'Shown until'} ${romanianText(new Date(live.notice.until))}, Romanian time:`,
  )
  for (const [tag, text] of Object.entries(live.notice.texts)) console.log(`  ${tag}: ${text}`)
}

async function set({ dataDir }: ToolPlaces, until: string, texts: ReadonlyMap<string, string>) {
  const instant = romanianInstant(until)
  if (!instant) throw new ToolError('Write the end as "2026-12-01 18:00", Romanian time.')
  if (instant.getTime() <= Date.now()) throw new ToolError(`${until} has passed already.`)
  const faults = [...texts].flatMap(([tag, text]) =>
    proseFaults(text).map(({ problem }) => `${tag}: ${problem}`),
  )
  if (faults.length > 0) throw new ToolError(['The notice cannot be shown so:', ...faults].join('\n'))
  const checked = Notice.safeParse({ until: instant.toISOString(), texts: Object.fromEntries(texts) })
  if (!checked.success)
    throw new ToolError(
      'Give the notice in English (--en) or Romanian (--ro) at least, 1 to 160 characters each.',
    )
  await writeWhole(join(dataDir, NOTICE_FILE), `${JSON.stringify(checked.data, null, 2)}\n`)
  console.log(
    `Shown above all replies until ${until}, within two seconds. Other languages show the English words.`,
  )
}
