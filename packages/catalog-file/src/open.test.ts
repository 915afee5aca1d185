import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  asOrdinaryUser,
  findOrdinaryUserSkipReason,
  type TemporaryFolder,
  temporaryFolder,
} from '@moorage/testkit/disk'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { listAll, openCatalog } from './testing/open-catalog.ts'

let folder: TemporaryFolder
beforeAll(async () => {
  folder = await temporaryFolder('catalog-file')
})
afterAll(() => folder[Symbol.asyncDispose]())

const place = (name: string): string => join(folder.path, name)

const needsPermissions = (context: TestContext): void => {
  const reason = findOrdinaryUserSkipReason()
  if (reason !== undefined) context.skip(reason)
}

describe('a list that is opened', () => {
  test('must exist, and the error says how to make it', async () => {
    for (const path of [place('missing'), place('missing/too')]) {
      await expect(openCatalog(path)).rejects.toMatchObject({
        name: 'CatalogError',
        code: 'CONFIG_INVALID',
        message: `file: path ${path}: the list of repositories is missing; make it: touch ${path}`,
      })
    }
    expect(await readdir(folder.path)).toEqual([])
  })

  test('is no folder, and not below a file', async () => {
    await mkdir(place('folder'))
    await writeFile(place('plain'), '')
    for (const path of [place('folder'), place('plain/list'), '/dev/null']) {
      await expect(openCatalog(path)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(path),
      })
    }
  })

  test('is ACCESS_DENIED without the right to read it, or to make its lock', async (context) => {
    needsPermissions(context)
    await writeFile(place('secret'), 'a\n')
    await chmod(place('secret'), 0o600)
    await writeFile(place('lockless'), 'a\n')
    await chmod(place('lockless'), 0o666)
    await asOrdinaryUser(async () => {
      await expect(openCatalog(place('secret'))).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
      await expect(openCatalog(place('lockless'))).rejects.toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringContaining(place('lockless.lock')),
      })
    })
  })

  test('is found through a symbolic link, with its lock', async () => {
    await mkdir(place('real'))
    await writeFile(place('real/list'), 'b\na\n')
    await symlink('real/list', place('link'))
    await using catalog = await openCatalog(place('link'))
    await catalog.remove(['b'])
    expect(await readFile(place('real/list'), 'utf8')).toBe('a\n')
    expect(await readdir(place('real'))).toEqual(['list', 'list.lock'])
  })

  test('gives its lock its own mode, and nothing to hold', async () => {
    await writeFile(place('mode'), '')
    await chmod(place('mode'), 0o660)
    await using catalog = await openCatalog(place('mode'))
    await catalog.exclusively(() => catalog.add(['a']), { timeoutMs: 1000 })
    for (const lock of ['mode.lock', 'mode.turn']) {
      const { mode, size } = await stat(place(lock))
      expect([mode & 0o777, size]).toEqual([0o660, 0])
    }
  })

  test('loses what a crash left of its next content', async () => {
    await writeFile(place('list'), 'a\n')
    await writeFile(place('list.new'), 'a\nhal')
    await using catalog = await openCatalog(place('list'))
    expect((await readdir(folder.path)).filter((name) => name.startsWith('list'))).toEqual(['list', 'list.lock'])
    expect(await listAll(catalog)).toEqual(['a'])
  })

  test('warns once of each line that is no name', async () => {
    const warnings: string[] = []
    await writeFile(place('wrong'), 'a\nNot a name\nb\n')
    await using catalog = await openCatalog(place('wrong'), { warn: (message) => warnings.push(message) })
    expect(await listAll(catalog)).toEqual(['a', 'b'])
    await writeFile(place('wrong'), 'a\nb\nNot a name\nc\nNeither\n')
    expect(await listAll(catalog)).toEqual(['a', 'b', 'c'])
    expect(warnings).toEqual([
      `${place('wrong')}: line 2 ("Not a name") cannot be the name of a repository: ignored, and left out when the file is written again`,
      `${place('wrong')}: line 5 ("Neither") cannot be the name of a repository: ignored, and left out when the file is written again`,
    ])
    await catalog.remove(['b'])
    expect(await readFile(place('wrong'), 'utf8')).toBe('a\nc\n')
  })
})
