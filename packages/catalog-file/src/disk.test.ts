import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fillDisk, type Mounted, mountDisk, type TemporaryFolder, temporaryFolder } from '@moorage/testkit/disk'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { listAll, openCatalog } from './testing/open-catalog.ts'

const mebibyte = 1024 * 1024

describe('a small disk', () => {
  let folder: TemporaryFolder
  let disk: Mounted | string
  let path: string
  beforeAll(async () => {
    folder = await temporaryFolder('catalog-file')
    disk = await mountDisk(join(folder.path, 'disk'), mebibyte)
    path = join(folder.path, 'disk', 'list')
  })
  afterAll(async () => {
    if (typeof disk !== 'string') await disk[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })
  const mounted = (context: TestContext): Mounted => (typeof disk === 'string' ? context.skip(disk) : disk)

  test('that is full is NO_SPACE, and the list is what it was', async (context) => {
    mounted(context)
    const before = ['a', 'b']
    await writeFile(path, 'a\nb\n')
    await using catalog = await openCatalog(path)
    await fillDisk(join(folder.path, 'disk', 'ballast'))
    const many = Array.from({ length: 2000 }, (_, index) => `team/repository-${index}`)
    const full = { name: 'CatalogError', code: 'NO_SPACE', message: expect.stringContaining('make room') }
    await expect(catalog.add(many)).rejects.toMatchObject(full)
    await expect(catalog.remove(['a'])).rejects.toMatchObject(full)
    expect(await listAll(catalog)).toEqual(before)
    expect(await readFile(path, 'utf8')).toBe('a\nb\n')
    expect((await readdir(join(folder.path, 'disk'))).toSorted()).toEqual(['ballast', 'list', 'list.lock'])
    await rm(join(folder.path, 'disk', 'ballast'))
    await catalog.add(many)
    await catalog.remove(['a'])
    expect(await listAll(catalog)).toEqual(['b', ...many].toSorted())
  })

  test('that is mounted read-only is ACCESS_DENIED at the start, and for what is written later', async (context) => {
    const mount = mounted(context)
    await writeFile(path, 'a\n')
    await using catalog = await openCatalog(path)
    await mount.remount('ro')
    const denied = { code: 'ACCESS_DENIED', message: expect.stringMatching(/read-only|cannot be written/) }
    await expect(openCatalog(path)).rejects.toMatchObject(denied)
    await expect(catalog.add(['b'])).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    await expect(catalog.remove(['a'])).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    expect(await listAll(catalog)).toEqual(['a'])
    expect((await stat(path)).size).toBe(2)
    await mount.remount('rw')
    await catalog.add(['b'])
    expect(await listAll(catalog)).toEqual(['a', 'b'])
  })
})
