import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const ROOT = resolve(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')

/** The types that storage and channels may know of the conversation. */
const SHARED = [
  'conversation/message',
  'conversation/reply',
  'conversation/session',
  'conversation/miss',
  'conversation/plain',
]

/**
 * What each part may import of ours: names of parts (folders or files of src), or paths of files.
 * Imports run one way: down this list, never up.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  fault: [],
  cache: [],
  log: [],
  config: ['fault'],
  language: ['fault'],
  knowledge: ['language', 'fault'],
  // Of the conversation only the shape of a reply, so that numbers in danger need nothing else to work.
  protection: ['language', 'cache', 'fault', 'conversation/reply'],
  search: ['knowledge', 'language', 'cache', 'fault'],
  conversation: ['search', 'protection', 'knowledge', 'language', 'fault'],
  storage: SHARED,
  'channels/channel': [],
  'channels/console': [...SHARED, 'channels/channel'],
  'channels/telegram': [...SHARED, 'channels/channel'],
  'channels/botframework': [...SHARED, 'channels/channel'],
  server: ['channels', 'log'],
  widget: [],
  bot: ['conversation', 'search', 'protection', 'knowledge', 'language', 'fault'],
  staff: [
    'bot',
    'conversation',
    'search',
    'protection',
    'knowledge',
    'language',
    'storage',
    'config',
    'fault',
  ],
  main: ['bot', 'config', 'log', 'fault', 'storage', 'channels', 'server', 'conversation/message'],
}

/** Packages that only one part may know, so that replacing one is a matter of one folder. */
const ONLY_IN: Readonly<Record<string, string>> = {
  telegraf: 'channels/telegram',
  botbuilder: 'channels/botframework',
  'botframework-connector': 'channels/botframework',
  'botframework-schema': 'channels/botframework',
  restify: 'server',
  'fuse.js': 'search',
  i18next: 'language',
  redis: 'storage',
  'node:sqlite': 'storage',
  pino: 'log',
}

/** All TypeScript files of src, as paths from there without ending. */
function modules(folder = SRC): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((child) => {
    const path = join(folder, child.name)
    if (child.isDirectory()) return modules(path)
    return child.name.endsWith('.ts') ? [relative(SRC, path).replace(/\.ts$/, '')] : []
  })
}

function partOf(module: string): string {
  const parts = Object.keys(MAY_IMPORT).filter((part) => module === part || module.startsWith(`${part}/`))
  return parts.sort((a, b) => b.length - a.length)[0] ?? module
}

function importsOf(module: string): string[] {
  const code = readFileSync(join(SRC, `${module}.ts`), 'utf8')
  return [...code.matchAll(/^(?:import|export)\s[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm)].map(
    ([, from, bare]) => from ?? bare ?? '',
  )
}

const all = modules()

describe('imports run one way', () => {
  test.each(all)('%s', (module) => {
    const part = partOf(module)
    const allowed = MAY_IMPORT[part]
    const wrong = importsOf(module)
      .filter((name) => name.startsWith('.') && name.endsWith('.ts'))
      .map((name) => relative(SRC, resolve(SRC, dirname(module), name)).replace(/\.ts$/, ''))
      .filter((target) => partOf(target) !== part)
      .filter(
        (target) =>
          !allowed?.some(
            (name) => target === name || target.startsWith(`${name}/`) || partOf(target) === name,
          ),
      )

    expect(allowed).toBeDefined()
    expect(wrong).toEqual([])
  })
})

describe('a library is known in one place', () => {
  test.each(Object.entries(ONLY_IN))('%s only in %s', (library, part) => {
    const users = all.filter((module) =>
      importsOf(module).some((name) => name === library || name.startsWith(`${library}/`)),
    )

    expect(users.filter((module) => partOf(module) !== part)).toEqual([])
  })
})

test('no source file is longer than 400 lines', () => {
  const long = all.filter(
    (module) => readFileSync(join(SRC, `${module}.ts`), 'utf8').split('\n').length > 401,
  )

  expect(long).toEqual([])
})

test('no drawer for what has no name', () => {
  expect(all.filter((module) => /(^|\/)(helpers?|utils?|common|misc)(\/|$)/.test(module))).toEqual([])
})
