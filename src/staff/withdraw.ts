/**
 * `npm run withdraw -- <entry>`: takes an answer out of a running bot within two seconds; its contacts are given
 * instead. `--back <entry>` puts it back, `--list` shows what is withdrawn, `--reason "…"` notes why.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ContentError, type Fault } from '../fault.ts'
import { WITHDRAWN_FILE, Withdrawn } from '../knowledge/live.ts'
import { readAs } from '../knowledge/read.ts'
import { readContent } from './content.ts'
import { writeWhole } from './save.ts'
import { refuseSurplus, runTool, ToolError, type ToolPlaces } from './tool.ts'

const HELP = `Say which entry: npm run withdraw -- work-visa --reason "the law changed"
  --back ENTRY  put an answer back
  --list        show what is withdrawn`

await runTool(async (places) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { back: { type: 'string' }, list: { type: 'boolean' }, reason: { type: 'string' } },
  })
  const isAlone = values.list || values.back !== undefined
  refuseSurplus(positionals, isAlone ? 0 : 1, HELP)
  if (values.list && (values.back !== undefined || values.reason !== undefined)) throw new ToolError(HELP)
  const entries = await read(places)
  if (values.list) return list(entries)
  if (values.back !== undefined) return putBack(places, entries, values.back)
  const [id] = positionals
  if (!id) throw new ToolError(HELP)
  await withdraw(places, entries, id, values.reason?.trim())
})

type Entries = Withdrawn['entries']

async function read({ dataDir }: ToolPlaces): Promise<Entries> {
  const text = await readFile(join(dataDir, WITHDRAWN_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    // Taken for empty, a file that cannot be read would lose what is withdrawn.
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
    return undefined
  })
  if (text === undefined) return {}
  const faults: Fault[] = []
  const withdrawn = readAs({ path: WITHDRAWN_FILE, shown: WITHDRAWN_FILE, text }, Withdrawn, faults)
  if (!withdrawn) throw new ContentError(faults)
  return withdrawn.entries
}

function write({ dataDir }: ToolPlaces, entries: Entries): Promise<void> {
  const sorted = Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)))
  return writeWhole(join(dataDir, WITHDRAWN_FILE), `${JSON.stringify({ entries: sorted }, null, 2)}\n`)
}

function list(entries: Entries): void {
  const all = Object.entries(entries)
  for (const [id, { since, reason }] of all)
    console.log(`${id}  since ${since}${reason ? `  ${reason}` : ''}`)
  if (all.length === 0) console.log('No answer is withdrawn.')
}

async function withdraw(places: ToolPlaces, entries: Entries, id: string, reason: string | undefined) {
  // A broken folder must not keep anybody from taking an answer out, so faults are not looked at here.
  const { knowledge } = await readContent(places)
  const entry = knowledge.entries.get(id)
  if (!entry) {
    const near = [...knowledge.entries.keys()].filter((known) => known.includes(id) || id.includes(known))
    throw new ToolError(
      `There is no entry “${id}”. ${near.length > 0 ? `Did you mean: ${near.slice(0, 8).join(', ')}?` : 'npm run ask -- "a question" tells the id of the entry that answers it.'}`,
    )
  }
  await write(places, {
    ...entries,
    [id]: { since: new Date().toISOString(), ...(reason ? { reason } : {}) },
  })
  const question = knowledge.locales.get('en')?.entries.get(id)?.question ?? id
  console.log(`Withdrawn: ${id} (“${question}”).`)
  console.log(
    entry.contacts.length > 0
      ? `Within two seconds people who ask get these contacts instead: ${entry.contacts.join(', ')}.`
      : 'The entry names no contact of its own, so people get the general contact.',
  )
  console.log(`Put it back with: npm run withdraw -- --back ${id}`)
}

async function putBack(places: ToolPlaces, entries: Entries, id: string) {
  if (!Object.hasOwn(entries, id)) throw new ToolError(`“${id}” is not withdrawn. npm run withdraw -- --list`)
  const { [id]: _, ...rest } = entries
  await write(places, rest)
  console.log(`Back in service: ${id}. A running bot follows within two seconds.`)
}
