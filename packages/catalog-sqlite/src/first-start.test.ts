import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from '@moorage/testkit/disk'
import { expect, test } from 'vitest'
import { openCatalog } from './testing/open-catalog.ts'

const run = promisify(execFile)

const module = new URL('./index.ts', import.meta.url).href

const program = `
  const { default: sqlite } = await import(process.argv[1])
  const catalog = await sqlite.create({ path: process.argv[2], busytimeout: 60_000 }, { warn: console.error })
  await catalog.add([process.argv[3]])
  await catalog[Symbol.asyncDispose]()
`

test('processes that start at once make the database together', { timeout: 120_000 }, async () => {
  await using folder = await temporaryFolder('catalog-sqlite')
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  for (const round of ['first', 'second', 'third']) {
    const path = join(folder.path, round)
    const parameters = (name: string): string[] => ['--input-type=module', '-e', program, module, path, name]
    const outputs = await Promise.all(names.map((name) => run(process.execPath, parameters(name))))
    expect(outputs.map(({ stderr }) => stderr)).toEqual(names.map(() => ''))
    await using catalog = await openCatalog(path)
    expect((await catalog.list({ limit: 10 })).entries.map(({ name }) => name)).toEqual(names)
  }
})
