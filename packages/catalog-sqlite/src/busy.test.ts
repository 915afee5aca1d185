import { setImmediate } from 'node:timers/promises'
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { type TemporaryFolder, temporaryFolder } from '@moorage/testkit/disk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCatalog } from './testing/open-catalog.ts'

describe('a catalog whose database another process writes to', () => {
  let folder: TemporaryFolder
  let path: string
  let other: DatabaseSync
  beforeAll(async () => {
    folder = await temporaryFolder('catalog-sqlite')
    path = join(folder.path, 'catalog.sqlite')
    const catalog = await openCatalog(path)
    await catalog.add(['a'])
    await catalog[Symbol.asyncDispose]()
    other = new DatabaseSync(path)
  })
  afterAll(async () => {
    other.close()
    await folder[Symbol.asyncDispose]()
  })

  test('is BUSY after its busytimeout, and answers readers meanwhile', async () => {
    await using catalog = await openCatalog(path, {}, '30ms')
    other.exec('BEGIN IMMEDIATE')
    await expect(catalog.add(['b'])).rejects.toMatchObject({
      name: 'CatalogError',
      code: 'BUSY',
      retryable: true,
      message: `sqlite: another process uses ${path}`,
    })
    expect((await catalog.list({ limit: 2 })).entries).toHaveLength(1)
    expect((await catalog.search({ term: 'a', offset: 0, limit: 2 })).total).toBe(1)
    other.exec('ROLLBACK')
    await catalog.add(['b'])
    await catalog.remove(['b'])
  })

  test('writes when the other is done, and the event loop goes on meanwhile', async () => {
    await using catalog = await openCatalog(path)
    other.exec('BEGIN IMMEDIATE')
    let isWritten = false
    const written = catalog.add(['c']).then(() => (isWritten = true))
    for (let turn = 0; turn < 1000; turn += 1) await setImmediate()
    expect(isWritten).toBe(false)
    other.exec('COMMIT')
    await written
    expect((await catalog.list({ after: 'b', limit: 2 })).entries).toHaveLength(1)
  })

  test('whoever waits can give up, or is told that the catalog was closed', async () => {
    const catalog = await openCatalog(path, {}, '10m')
    other.exec('BEGIN IMMEDIATE')
    const abort = new AbortController()
    const aborted = catalog.add(['d'], { signal: abort.signal })
    const closed = catalog.remove(['a'])
    const ends = Promise.allSettled([aborted, closed])
    await setImmediate()
    abort.abort()
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' })
    await catalog[Symbol.asyncDispose]()
    await expect(closed).rejects.toMatchObject({ code: 'CLOSED' })
    await ends
    other.exec('ROLLBACK')
  })
})
