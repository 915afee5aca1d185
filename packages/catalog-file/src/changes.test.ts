import { appendFile, chmod, chown, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Catalog, reconcileCatalog } from '@moorage/catalog-core'
import { type TemporaryFolder, temporaryFolder } from '@moorage/testkit/disk'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listAll, openCatalog } from './testing/open-catalog.ts'

describe('a list', () => {
  let folder: TemporaryFolder
  let path: string
  let catalog: Catalog
  beforeEach(async () => {
    folder = await temporaryFolder('catalog-file')
    path = join(folder.path, 'list')
    await writeFile(path, '')
    catalog = await openCatalog(path)
  })
  afterEach(async () => {
    await catalog[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })
  const content = (): Promise<string> => readFile(path, 'latin1')

  test('gets new names at its end, in order', async () => {
    await writeFile(path, 'm\n')
    await catalog.add(['z', 'a'])
    await catalog.record([{ name: 'k', pushedAt: new Date() }])
    expect(await content()).toBe('m\na\nz\nk\n')
  })

  test('is not touched for names that it has, nor for taking out those that it has not', async () => {
    await writeFile(path, ' b \r\na')
    const { mtimeNs, ino } = await stat(path, { bigint: true })
    await catalog.record([{ name: 'b', pushedAt: new Date() }])
    await catalog.add(['a', 'b'])
    await catalog.remove(['c'])
    const after = await stat(path, { bigint: true })
    expect([after.mtimeNs, after.ino]).toEqual([mtimeNs, ino])
    expect(await readdir(folder.path)).toEqual(['list', 'list.lock'])
  })

  test.each([
    ['a last line without its end', 'a\nteam/app', ['a', 'b', 'team/app'], 'a\nteam/app\nb\n'],
    ['what a crash left of an appended name', 'a\nteam/a\0\0\0\0', ['a', 'b'], 'a\nteam/a\0\0\0\0\nb\n'],
    ['a line that a crash left half taken out', 'a\n\0\0\0\0/app\n', ['a', 'b'], 'a\n\0\0\0\0/app\nb\n'],
  ])('joins no name with %s', async (_, before, names, after) => {
    await writeFile(path, before, 'latin1')
    await catalog.add(['b'])
    expect(await listAll(catalog)).toEqual(names)
    expect(await content()).toBe(after)
    await catalog.remove(['b'])
    expect(await content()).toBe(
      names
        .filter((name) => name !== 'b')
        .map((name) => `${name}\n`)
        .join(''),
    )
  })

  test('keeps its owner and its mode when it is written again', async () => {
    await writeFile(path, 'b\na\n')
    await chmod(path, 0o640)
    const { uid, gid } = await stat(path)
    const owner = process.getuid?.() === 0 ? { uid: 12_345, gid: 54_321 } : { uid, gid }
    await chown(path, owner.uid, owner.gid)
    await catalog.remove(['b'])
    const found = await stat(path)
    expect({ uid: found.uid, gid: found.gid, mode: found.mode & 0o777 }).toEqual({ ...owner, mode: 0o640 })
    expect(await content()).toBe('a\n')
    expect(await readdir(folder.path)).toEqual(['list', 'list.lock'])
  })

  test('is sorted, and has names alone, after it was reconciled with a change', async () => {
    await writeFile(path, 'z\r\nb\n\nWrong\nb\n')
    const reconcile = async (names: readonly string[]): Promise<unknown> =>
      reconcileCatalog(catalog, {
        names: async function* () {
          yield* names
        },
        has: async (name) => names.includes(name),
      })
    await reconcile(['b', 'z'])
    expect(await content()).toBe('z\r\nb\n\nWrong\nb\n')
    await reconcile(['a', 'b', 'z'])
    expect(await content()).toBe('a\nb\nz\n')
  })

  test('takes no text that would be no line of it', async () => {
    for (const name of ['', 'a\nb', ' a', 'a\0', 'Upper', 'a'.repeat(256)]) {
      await expect(catalog.add(['fine', name])).rejects.toMatchObject({ name: 'CatalogError', code: 'UNEXPECTED' })
      await expect(catalog.record([{ name, pushedAt: new Date() }])).rejects.toMatchObject({ code: 'UNEXPECTED' })
    }
    expect(await content()).toBe('')
  })

  test('is read again after each change that others make, even at the same moment', async () => {
    const moment = new Date('2026-03-01T12:00:00Z')
    for (const text of ['a\nb\n', 'a\nc\n', 'd\n', 'a\nb\n']) {
      await writeFile(path, text)
      await utimes(path, moment, moment)
      expect(await listAll(catalog)).toEqual(text.trim().split('\n'))
    }
    await appendFile(path, 'x\n')
    expect(await listAll(catalog)).toEqual(['a', 'b', 'x'])
  })

  test('that is gone is UNAVAILABLE until it is back', async () => {
    await catalog.add(['a'])
    await rm(path)
    const calls = [() => listAll(catalog), () => catalog.add(['b']), () => catalog.remove(['a'])]
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining(path) })
    }
    await writeFile(path, 'c\n')
    await catalog.add(['b'])
    expect(await listAll(catalog)).toEqual(['b', 'c'])
  })

  test('has many changes of one process at once, which share a flush', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `r${index}`)
    const { ino } = await stat(path)
    await Promise.all(names.map((name) => catalog.add([name])))
    expect((await content()).trimEnd().split('\n').toSorted()).toEqual(names.toSorted())
    expect((await stat(path)).ino).toBe(ino)
    await Promise.all(
      names.map((name, index) => (index % 2 === 0 ? catalog.remove([name]) : catalog.add([`${name}-b`]))),
    )
    expect(await listAll(catalog)).toEqual(
      names.flatMap((name, index) => (index % 2 === 0 ? [] : [name, `${name}-b`])).toSorted(),
    )
  })
})
