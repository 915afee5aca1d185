import { type Catalog, isCatalogError, reconcileCatalog } from '@moorage/catalog-core'
import { describe, expect, test } from 'vitest'
import { openCatalog } from './testing/open-catalog.ts'
import { storageOf } from './testing/storage-of.ts'
import { suiteServer } from './testing/suite-server.ts'
import { walkNames } from './testing/walk-names.ts'

const server = suiteServer()

const calls: Readonly<Record<string, (catalog: Catalog, signal?: AbortSignal) => Promise<unknown>>> = {
  list: (catalog, signal) => catalog.list({ limit: 1, signal }),
  search: (catalog, signal) => catalog.search({ term: 'a', offset: 0, limit: 1, signal }),
  record: (catalog, signal) => catalog.record([{ name: 'a', pushedAt: new Date() }], { signal }),
  add: (catalog, signal) => catalog.add(['a'], { signal }),
  remove: (catalog, signal) => catalog.remove(['z'], { signal }),
  exclusively: (catalog, signal) => catalog.exclusively(async () => undefined, { timeoutMs: 1000, signal }),
}

async function open(
  options: object = {},
): Promise<{ readonly catalog: Catalog; readonly name: string; readonly user: string }> {
  const { dsn, name, user } = await server().createDatabase()
  return { catalog: await openCatalog({ dsn, ...options }), name, user }
}

/** Why `work` failed, or undefined when it did not. */
function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

/** A promise, and what fulfils it. */
function event(): { readonly happened: Promise<void>; readonly happen: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { happened: promise, happen: resolve }
}

describe('a database that is killed and brought back', () => {
  test('fails each call meanwhile, and none behind', async () => {
    const { catalog } = await open()
    await using _ = catalog
    await Promise.all(Array.from({ length: 20 }, (__, index) => catalog.add([`before${index}`])))
    await server().kill()
    for (const call of Object.values(calls)) {
      await expect(call(catalog)).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true })
    }
    await server().start()
    for (const call of Object.values(calls)) await call(catalog)
    expect(await walkNames(catalog)).toHaveLength(21)
  })

  test('is not noticed by calls that come when it is back, although all connections were lost', async () => {
    const { catalog } = await open()
    await using _ = catalog
    const round = async (): Promise<number> => {
      await Promise.all(Array.from({ length: 30 }, () => catalog.add(['a'])))
      return (await catalog.list({ limit: 10 })).entries.length
    }
    expect(await round()).toBe(1)
    await server().kill()
    await server().start()
    expect(await round()).toBe(1)
    await server().stop()
    await server().start()
    expect(await round()).toBe(1)
  })

  test('in the middle of writing loses nothing that was acknowledged', async () => {
    const { catalog } = await open()
    await using _ = catalog
    const acknowledged: string[] = []
    const [some, killed] = [event(), event()]
    const writers = Array.from({ length: 8 }, async (__, writer) => {
      for (let count = 0; ; count += 1) {
        const name = `w${writer}/r${count}`
        const failure = await failureOf(catalog.record([{ name, pushedAt: new Date() }]))
        if (failure !== undefined) return failure
        acknowledged.push(name)
        if (acknowledged.length > 100) some.happen()
      }
    })
    void some.happened.then(() => server().kill()).then(killed.happen)
    const failures = await Promise.all(writers)
    expect(failures).toEqual(writers.map(() => expect.objectContaining({ code: 'UNAVAILABLE' })))
    await killed.happened
    await server().start()
    expect(await walkNames(catalog)).toEqual(expect.arrayContaining(acknowledged))
  })

  test('ends the turn of whoever had it, and says so', async () => {
    const { catalog } = await open()
    await using _ = catalog
    const working = event()
    const work = catalog.exclusively(
      async (signal) => {
        const lost = event()
        signal.addEventListener('abort', lost.happen)
        working.happen()
        await lost.happened
        await catalog.list({ limit: 1, signal })
      },
      { timeoutMs: 10_000 },
    )
    const ended = failureOf(work)
    await working.happened
    await server().kill()
    expect(await ended).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('the connection that had the turn was lost'),
    })
    await server().start()
    await reconcileCatalog(catalog, storageOf(['a']))
  })
})

describe('a database that hangs', () => {
  test('fails each call within its time limit, and is used again when it goes on', async () => {
    const { catalog } = await open({ connecttimeout: '2s', querytimeout: '2s', pool: 3 })
    await using _ = catalog
    await Promise.all([1, 2, 3, 4].map((index) => catalog.add([`a${index}`])))
    server().pause()
    try {
      const failures = await Promise.all(Object.values(calls).map((call) => failureOf(call(catalog))))
      const late = { code: 'UNAVAILABLE', message: expect.stringMatching(/longer than 2000 ms/) as unknown }
      for (const failure of failures) expect(failure).toMatchObject(late)
      // More than there are connections.
      const many = await Promise.allSettled(Array.from({ length: 20 }, () => catalog.list({ limit: 1 })))
      for (const result of many) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } })
    } finally {
      server().resume()
    }
    for (const call of Object.values(calls)) await call(catalog)
  })

  test('at the start is a warning, and its tables are made when it goes on', async () => {
    const { dsn } = await server().createDatabase()
    const warnings: string[] = []
    server().pause()
    const opening = openCatalog({ dsn: `${dsn}?timeout=1s` }, (message) => warnings.push(message))
    await using catalog = await opening.finally(() => server().resume())
    expect(warnings).toEqual([expect.stringContaining('connecting took longer than 1000 ms')])
    await catalog.add(['a'])
  })

  test('lets go of a call that is aborted', async () => {
    const { catalog } = await open()
    await using _ = catalog
    await catalog.add(['a'])
    server().pause()
    try {
      for (const call of Object.values(calls)) {
        const abort = new AbortController()
        setImmediate(() => abort.abort())
        await expect(call(catalog, abort.signal)).rejects.toMatchObject({ code: 'ABORTED' })
      }
    } finally {
      server().resume()
    }
    for (const call of Object.values(calls)) await call(catalog)
  })

  test('lets go of a catalog that is closed', async () => {
    const { catalog } = await open()
    await catalog.add(['a'])
    server().pause()
    try {
      const ended = Object.values(calls).map((call) => expect(call(catalog)).rejects.toMatchObject({ code: 'CLOSED' }))
      setImmediate(() => void catalog[Symbol.asyncDispose]())
      await Promise.all(ended)
    } finally {
      server().resume()
    }
  })
})

describe('connections', () => {
  const connectionsOf = async (user: string): Promise<number> =>
    Number(await server().execute(`SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = '${user}'`))

  test('are no more than the pool has, and one for a turn', async () => {
    const { catalog, user } = await open({ pool: 4 })
    await using _ = catalog
    // That which made the tables is closed.
    await expect.poll(() => connectionsOf(user)).toBe(0)
    const counts: number[] = []
    await catalog.exclusively(
      async () => {
        await Promise.all([
          ...Array.from({ length: 60 }, (__, index) => catalog.add([`r${index}`])),
          ...Array.from({ length: 5 }, async () => counts.push(await connectionsOf(user))),
        ])
        counts.push(await connectionsOf(user))
      },
      { timeoutMs: 10_000 },
    )
    expect(Math.max(...counts)).toBe(5)
  })

  test('that the server has no place for are UNAVAILABLE', async () => {
    const { dsn, user } = await server().createDatabase()
    await using first = await openCatalog({ dsn })
    // Only connections that begin under a limit are counted.
    await server().execute(`GRANT USAGE ON *.* TO ${user} WITH MAX_USER_CONNECTIONS 1; KILL USER ${user}`)
    await first.add(['a'])
    await using second = await openCatalog({ dsn }, () => undefined)
    await expect(second.list({ limit: 1 })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })

  test('that an operator ends are replaced', async () => {
    const { catalog, user } = await open()
    await using _ = catalog
    await Promise.all([1, 2, 3].map(() => catalog.list({ limit: 1 })))
    await server().execute(`KILL USER ${user}`)
    await Promise.all([1, 2, 3].map((index) => catalog.add([`a${index}`])))
    expect(await walkNames(catalog)).toHaveLength(3)
  })

  test('are all closed with the catalog', async () => {
    const { catalog, user } = await open()
    await Promise.all([1, 2, 3].map(() => catalog.list({ limit: 1 })))
    await catalog[Symbol.asyncDispose]()
    await expect.poll(() => connectionsOf(user)).toBe(0)
  })
})

test('a failure that is no CatalogError is never seen', async () => {
  const { catalog, name } = await open()
  await using _ = catalog
  await server().execute(`ALTER TABLE ${name}.repositories DROP COLUMN createTime`)
  const error: unknown = await catalog.list({ limit: 1 }).catch((caught: unknown) => caught)
  expect(isCatalogError(error, 'CONFIG_INVALID')).toBe(true)
})
