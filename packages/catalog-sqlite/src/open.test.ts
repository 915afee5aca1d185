import { chmod, chown, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  asOrdinaryUser,
  findOrdinaryUserSkipReason,
  type TemporaryFolder,
  temporaryFolder,
} from '@moorage/testkit/disk'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { openCatalog } from './testing/open-catalog.ts'

let folder: TemporaryFolder
beforeAll(async () => {
  folder = await temporaryFolder('catalog-sqlite')
})
afterAll(() => folder[Symbol.asyncDispose]())

const place = (name: string): string => join(folder.path, name)

const needsPermissions = (context: TestContext): void => {
  const reason = findOrdinaryUserSkipReason()
  if (reason !== undefined) context.skip(reason)
}

describe('a catalog that is opened', () => {
  test('makes its file, which has the table for other programs to read', async () => {
    const path = place('new.sqlite')
    const catalog = await openCatalog(path)
    await catalog.add(['b'])
    await catalog.record([{ name: 'a', pushedAt: new Date('2026-03-01T12:00:00.900Z') }])
    const database = new DatabaseSync(path, { readOnly: true })
    expect(
      database
        .prepare('SELECT name, createTime FROM repositories')
        .all()
        .map((row) => ({ ...row })),
    ).toEqual([
      { name: 'a', createTime: Date.parse('2026-03-01T12:00:00Z') / 1000 },
      { name: 'b', createTime: 0 },
    ])
    database.close()
    await catalog[Symbol.asyncDispose]()
    expect((await readdir(folder.path)).filter((name) => name.startsWith('new.sqlite'))).toEqual(['new.sqlite'])
  })

  test('leaves the search index of the first docker-registry in the same file alone', async () => {
    const path = place('index.db')
    const index = new DatabaseSync(path)
    index.exec(`CREATE TABLE version (id INTEGER NOT NULL, PRIMARY KEY (id));
      CREATE TABLE repository (id INTEGER NOT NULL, name VARCHAR NOT NULL, description VARCHAR, PRIMARY KEY (id), UNIQUE (name));
      INSERT INTO version VALUES (1);
      INSERT INTO repository VALUES (1, 'library/old', NULL)`)
    index.close()
    const catalog = await openCatalog(path)
    expect(await catalog.list({ limit: 10 })).toEqual({ entries: [], more: false })
    await catalog.add(['library/new'])
    await catalog[Symbol.asyncDispose]()
    const after = new DatabaseSync(path)
    expect(
      after
        .prepare('SELECT name FROM repository')
        .all()
        .map((row) => row['name']),
    ).toEqual(['library/old'])
    expect(
      after
        .prepare('SELECT id FROM version')
        .all()
        .map((row) => row['id']),
    ).toEqual([1])
    expect(
      after
        .prepare('SELECT name FROM repositories')
        .all()
        .map((row) => row['name']),
    ).toEqual(['library/new'])
    after.close()
  })

  test('says which folder is missing, and how to make it', async () => {
    await expect(openCatalog(place('missing/catalog.sqlite'))).rejects.toMatchObject({
      name: 'CatalogError',
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(`mkdir -p ${place('missing')}`),
    })
  })

  test('refuses a folder, and a folder that is a file', async () => {
    await mkdir(place('folder'))
    await writeFile(place('plain'), '')
    for (const path of [place('folder'), place('plain/catalog.sqlite')]) {
      await expect(openCatalog(path)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(path),
      })
    }
  })

  test('refuses a file that is no database, and leaves it as it was', async () => {
    const path = place('text')
    await writeFile(path, 'no database\n'.repeat(1000))
    const warnings: string[] = []
    await expect(openCatalog(path, { warn: (message) => warnings.push(message) })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(`${path} is no database, or a damaged one: move it away`),
    })
    expect(await readFile(path, 'utf8')).toBe('no database\n'.repeat(1000))
    expect(warnings).toEqual([])
  })

  test('refuses a database whose pages are damaged', async () => {
    const path = place('damaged.sqlite')
    const catalog = await openCatalog(path)
    await catalog.add(Array.from({ length: 5000 }, (_, index) => `repository-${index}`))
    await catalog[Symbol.asyncDispose]()
    const bytes = await readFile(path)
    await writeFile(path, bytes.fill(0xff, 4096))
    await expect(openCatalog(path)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })

  test('refuses tables of a newer release, and those of another program', async () => {
    const newer = new DatabaseSync(place('newer.sqlite'))
    newer.exec('PRAGMA user_version = 7')
    newer.close()
    await expect(openCatalog(place('newer.sqlite'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('has version 7 of the tables'),
    })
    const other = new DatabaseSync(place('other.sqlite'))
    other.exec('CREATE TABLE Repositories (id INTEGER)')
    other.close()
    await expect(openCatalog(place('other.sqlite'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('that another program made'),
    })
  })

  test('is ACCESS_DENIED without the right to write to the file, or to its folder', async (context) => {
    needsPermissions(context)
    await mkdir(place('open'))
    await chmod(place('open'), 0o777)
    const file = place('open/catalog.sqlite')
    await writeFile(file, '')
    await chmod(file, 0o444)
    await asOrdinaryUser(async () => {
      await expect(openCatalog(file)).rejects.toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringMatching(/catalog\.sqlite .*: let the user that this process runs as/),
      })
      await expect(openCatalog(place('nowhere.sqlite'))).rejects.toMatchObject({
        code: 'ACCESS_DENIED',
        message: expect.stringContaining(folder.path),
      })
    })
  })

  test('by root can be used by the owner of the file besides', async (context) => {
    needsPermissions(context)
    if (process.getuid?.() !== 0) context.skip('only root can give files away')
    await mkdir(place('shared'))
    await chown(place('shared'), 65_534, 65_534)
    const path = place('shared/catalog.sqlite')
    const own = await asOrdinaryUser(() => openCatalog(path))
    const byRoot = await openCatalog(path)
    await byRoot.exclusively(() => byRoot.add(['a']), { timeoutMs: 1000 })
    await asOrdinaryUser(async () => {
      await own.exclusively(() => own.add(['b']), { timeoutMs: 1000 })
      expect((await own.list({ limit: 3 })).entries.map(({ name }) => name)).toEqual(['a', 'b'])
      await own[Symbol.asyncDispose]()
    })
    await byRoot[Symbol.asyncDispose]()
  })
})
