import { chmod, chown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Catalog } from '@moorage/catalog-core'
import { describeCatalog, describeCatalogProcesses } from '@moorage/testkit/catalog'
import { asOrdinaryUser, findOrdinaryUserSkipReason, mountBound, temporaryFolder } from '@moorage/testkit/disk'
import { afterAll, describe, expect, test, type TestContext } from 'vitest'
import { listAll, openCatalog } from './testing/open-catalog.ts'

const folder = await temporaryFolder('catalog-file')
const place = (name: string): string => join(folder.path, name)

/** As in a container that was given this one file. */
const mounted = place('container/list')
await mkdir(place('container'))
await writeFile(place('on-the-host'), '')
await writeFile(mounted, '')
const mount = await mountBound(place('on-the-host'), mounted)

afterAll(async () => {
  if (typeof mount !== 'string') await mount[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const needsMount = (context: TestContext): void => {
  if (typeof mount === 'string') context.skip(mount)
}

const needsPermissions = (context: TestContext): void => {
  const reason = findOrdinaryUserSkipReason()
  if (reason !== undefined) context.skip(reason)
}

describe('a list that cannot be replaced by another file', () => {
  test('loses names in place when it is a mount of its own, and says so once', async (context) => {
    needsMount(context)
    await writeFile(place('on-the-host'), 'b\r\nteam/app\na\nteam/app\nteam/app-two')
    const warnings: string[] = []
    await using catalog = await openCatalog(mounted, { warn: (message) => warnings.push(message) })
    await catalog.remove(['team/app'])
    expect(await readFile(place('on-the-host'), 'utf8')).toBe('b\r\n        \na\n        \nteam/app-two\n')
    await catalog.exclusively(() => catalog.add(['c', '0']), { timeoutMs: 1000 })
    expect(await listAll(catalog)).toEqual(['0', 'a', 'b', 'c', 'team/app-two'])
    await catalog.remove(['b', 'team/app-two'])
    expect(await listAll(catalog)).toEqual(['0', 'a', 'c'])
    expect((await readFile(place('on-the-host'), 'utf8')).split(/\s+/)).toEqual(['', 'a', '0', 'c', ''])
    expect(warnings).toEqual([expect.stringContaining(`${mounted} cannot be replaced by a new file (EBUSY)`)])
    expect(warnings[0]).toContain('mount the folder')
    expect(await readdir(place('container'))).toEqual(['list', 'list.lock', 'list.turn'])
    await catalog.remove(['0', 'a', 'c'])
  })

  test('loses names in place when only the file may be written, with a lock that was made before', async (context) => {
    needsPermissions(context)
    const path = place('closed/list')
    await mkdir(place('closed'))
    for (const name of ['list', 'list.lock', 'list.turn']) {
      await writeFile(place(`closed/${name}`), '')
      await chmod(place(`closed/${name}`), 0o666)
    }
    await chmod(place('closed'), 0o555)
    await asOrdinaryUser(async () => {
      await using catalog = await openCatalog(path)
      await catalog.exclusively(() => catalog.add(['b', 'a']), { timeoutMs: 1000 })
      await catalog.remove(['a'])
      expect(await listAll(catalog)).toEqual(['b'])
    })
    expect(await readFile(path, 'utf8')).toBe(' \nb\n\n')
    expect(await readdir(place('closed'))).toEqual(['list', 'list.lock', 'list.turn'])
  })

  test('loses names in place when the file is of another user, and stays theirs', async (context) => {
    needsPermissions(context)
    if (process.getuid?.() !== 0) context.skip('only root can give files away')
    await mkdir(place('foreign'))
    await chmod(place('foreign'), 0o777)
    await writeFile(place('foreign/list'), 'a\nb\n')
    await chown(place('foreign/list'), 12_345, 12_345)
    await chmod(place('foreign/list'), 0o666)
    await asOrdinaryUser(async () => {
      await using catalog = await openCatalog(place('foreign/list'))
      await catalog.remove(['a'])
      expect(await listAll(catalog)).toEqual(['b'])
    })
    const { uid, mode } = await stat(place('foreign/list'))
    expect([uid, mode & 0o777]).toEqual([12_345, 0o666])
    expect(await readdir(place('foreign'))).toEqual(['list', 'list.lock'])
  })
})

// Where nothing can be mounted, these are replaced as any other list.
const open = (): Promise<Catalog> => openCatalog(mounted)
describeCatalog('file in place', { create: open, reopen: open })
describeCatalogProcesses('file in place', {
  module: new URL('./index.ts', import.meta.url).href,
  options: { path: mounted },
  open,
  seed: 2,
})
