import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSchemas } from '../../tools/build-schemas.ts'

const root = join(import.meta.dirname, '../..')

test('the committed schemas are those of the code', async () => {
  const built = buildSchemas()
  expect((await readdir(join(root, 'schemas'))).sort()).toEqual([...built.keys()].sort())
  for (const [name, text] of built) {
    // After a change of a zod schema: node tools/build-schemas.ts
    expect(await readFile(join(root, 'schemas', name), 'utf8')).toBe(text)
  }
})
