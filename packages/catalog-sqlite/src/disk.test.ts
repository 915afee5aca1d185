import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fillDisk, type Mounted, mountDisk, type TemporaryFolder, temporaryFolder } from '@moorage/testkit/disk'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { openCatalog } from './testing/open-catalog.ts'

const mebibyte = 1024 * 1024

describe('a small disk', () => {
  let folder: TemporaryFolder
  let disk: Mounted | string
  beforeAll(async () => {
    folder = await temporaryFolder('catalog-sqlite')
    disk = await mountDisk(join(folder.path, 'disk'), mebibyte)
  })
  afterAll(async () => {
    if (typeof disk !== 'string') await disk[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })
  const place = (name: string): string => join(folder.path, 'disk', name)
  const mounted = (context: TestContext): Mounted => (typeof disk === 'string' ? context.skip(disk) : disk)

  test('that is full is NO_SPACE; what was written stays, and more is written when there is room', async (context) => {
    mounted(context)
    const catalog = await openCatalog(place('catalog.sqlite'))
    await catalog.add(['kept'])
    const fill = async (): Promise<void> => {
      for (let round = 0; ; round += 1) {
        await catalog.add(Array.from({ length: 500 }, (_, index) => `r${round}/${index}${'/long'.repeat(20)}`))
      }
    }
    await expect(fill()).rejects.toMatchObject({
      name: 'CatalogError',
      code: 'NO_SPACE',
      message: expect.stringContaining('make room'),
    })
    expect((await catalog.list({ limit: 1 })).entries).toEqual([{ name: 'kept', pushedAt: undefined }])
    await mounted(context).remount(`size=${8 * mebibyte}`)
    await catalog.add(['later'])
    expect((await catalog.search({ term: 'later', offset: 0, limit: 1 })).total).toBe(1)
    await catalog[Symbol.asyncDispose]()
    await empty()
  })

  test('that is full at the start is a warning, and NO_SPACE until there is room', async (context) => {
    mounted(context)
    await fillDisk(place('ballast'))
    const warnings: string[] = []
    const catalog = await openCatalog(place('catalog.sqlite'), { warn: (message) => warnings.push(message) })
    expect(warnings).toEqual([expect.stringContaining('is full: make room')])
    await expect(catalog.add(['a'])).rejects.toMatchObject({ code: 'NO_SPACE' })
    await expect(catalog.list({ limit: 1 })).rejects.toMatchObject({ code: 'NO_SPACE' })
    await rm(place('ballast'))
    await catalog.add(['a'])
    expect((await catalog.list({ limit: 1 })).entries).toHaveLength(1)
    await catalog[Symbol.asyncDispose]()
    await empty()
  })

  test('that is mounted read-only is ACCESS_DENIED', async (context) => {
    const mount = mounted(context)
    await writeFile(place('catalog.sqlite'), '')
    await mount.remount('ro')
    await expect(openCatalog(place('catalog.sqlite'))).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
      message: expect.stringContaining('mounted read-only'),
    })
    await mount.remount('rw')
    await empty()
  })

  async function empty(): Promise<void> {
    for (const name of await readdir(place('.'))) await rm(place(name), { force: true })
  }
})
