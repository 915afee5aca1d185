import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Catalog } from '@moorage/catalog-core'
import { type TemporaryFolder, temporaryFolder } from '@moorage/testkit/disk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NamesFile } from './names-file.ts'
import { listAll, openCatalog } from './testing/open-catalog.ts'

const names = Array.from({ length: 100_000 }, (_, index) => `team-${index % 100}/app-${index}`)
const sorted = names.toSorted()

describe('100,000 names', () => {
  let folder: TemporaryFolder
  let path: string
  let catalog: Catalog
  beforeAll(async () => {
    folder = await temporaryFolder('catalog-file')
    path = join(folder.path, 'list')
    await writeFile(path, names.map((name) => `${name}\n`).join(''))
    catalog = await openCatalog(path)
  })
  afterAll(async () => {
    await catalog[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  test('are listed from anywhere', async () => {
    expect(await listAll(catalog)).toEqual(sorted)
    const page = await catalog.list({ after: sorted[70_000], limit: 1000 })
    expect(page.entries.map(({ name }) => name)).toEqual(sorted.slice(70_001, 71_001))
    expect(page.more).toBe(true)
  })

  test('are read once while the file stays as it is, and not again for what this process adds', async () => {
    const file = new NamesFile(path, {})
    const before = await file.names()
    expect(await file.names()).toBe(before)
    await file.append(['new-one'])
    const after = await file.names()
    expect(after).toHaveLength(before.length + 1)
    expect(await file.names()).toBe(after)
    await file.rewrite([], ['new-one'])
    expect(await file.names()).toEqual(sorted)
    expect(await listAll(catalog)).toEqual(sorted)
  })

  test('are searched', async () => {
    const expected = sorted.filter((name) => name.includes('/app-77'))
    const { entries, total } = await catalog.search({ term: '/APP-77', offset: 100, limit: 50 })
    expect(entries.map(({ name }) => name)).toEqual(expected.slice(100, 150))
    expect(total).toBe(expected.length)
  })

  test('get one more without writing the others again', async () => {
    const { ino, size } = await stat(path)
    await catalog.add(['zz-last'])
    const found = await stat(path)
    expect([found.ino, found.size]).toEqual([ino, size + 'zz-last\n'.length])
    await catalog.remove(names.slice(0, 50_000))
    expect((await readFile(path, 'utf8')).split('\n')).toEqual([...names.slice(50_000).toSorted(), 'zz-last', ''])
  })
})
