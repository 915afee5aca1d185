import { describe, expect, test } from 'vitest'
import { openCatalog } from './testing/open-catalog.ts'
import { secondClient } from './testing/second-client.ts'
import { suiteServer } from './testing/suite-server.ts'
import { walkNames } from './testing/walk-names.ts'

const server = suiteServer(async () => ({
  // With a log of statements, transactions need the higher isolation, of which locks are more.
  parameters: ['--log-bin', '--binlog-format=STATEMENT', '--innodb-lock-wait-timeout=1'],
}))

test('a server that logs statements takes what is written', async () => {
  const { dsn } = await server().createDatabase()
  await using catalog = await openCatalog({ dsn })
  const names = Array.from({ length: 600 }, (_, index) => `r${String(index).padStart(3, '0')}`)
  await catalog.add(names)
  await Promise.all([
    ...names.slice(0, 100).map((name) => catalog.record([{ name, pushedAt: new Date() }])),
    catalog.record(names.toReversed().map((name) => ({ name, pushedAt: new Date() }))),
    catalog.remove(names.slice(300)),
  ])
  expect((await walkNames(catalog)).length).toBeGreaterThanOrEqual(300)
})

describe('a lock of another program', () => {
  test('is waited for', async () => {
    const { dsn, name } = await server().createDatabase()
    await using catalog = await openCatalog({ dsn })
    await catalog.add(['a'])
    const other = await secondClient(server(), name)
    await other.query('START TRANSACTION')
    await other.query("SELECT * FROM repositories WHERE name = 'a' FOR UPDATE")
    const push = catalog.record([{ name: 'a', pushedAt: new Date(1000) }])
    // Everything else goes on.
    await catalog.add(['b'])
    expect((await catalog.list({ limit: 2 })).entries.map(({ pushedAt }) => pushedAt)).toEqual([undefined, undefined])
    await other.query('COMMIT')
    await push
    await other.end()
    expect((await catalog.list({ limit: 1 })).entries).toEqual([{ name: 'a', pushedAt: new Date(1000) }])
  })

  test('that lasts is BUSY', async () => {
    const { dsn, name } = await server().createDatabase()
    await using catalog = await openCatalog({ dsn })
    await catalog.add(['a'])
    const other = await secondClient(server(), name)
    await other.query('START TRANSACTION')
    await other.query("SELECT * FROM repositories WHERE name = 'a' FOR UPDATE")
    await expect(catalog.remove(['a'])).rejects.toMatchObject({ code: 'BUSY', retryable: true })
    await other.end()
    expect(await walkNames(catalog)).toEqual(['a'])
    await catalog.remove(['a'])
  })
})

describe('a turn', () => {
  test('is of a database, not of a server', async () => {
    const [one, other] = [await server().createDatabase(), await server().createDatabase()]
    await using first = await openCatalog({ dsn: one.dsn })
    await using second = await openCatalog({ dsn: other.dsn })
    const result = first.exclusively(() => second.exclusively(async () => 'both', { timeoutMs: 0 }), { timeoutMs: 0 })
    expect(await result).toBe('both')
  })

  test('comes to whoever waits when an operator ends the connection that has it', async () => {
    const { dsn, name } = await server().createDatabase()
    await using first = await openCatalog({ dsn })
    await using second = await openCatalog({ dsn })
    const begun = Promise.withResolvers<void>()
    const lost = first.exclusively(
      (signal) =>
        new Promise<string>((resolve) => {
          signal.addEventListener('abort', () => resolve(String(signal.reason)))
          begun.resolve()
        }),
      { timeoutMs: 10_000 },
    )
    await begun.promise
    const waiting = second.exclusively(async () => 'mine now', { timeoutMs: 30_000 })
    const holder = await server().execute(`SELECT IS_USED_LOCK(CONCAT('moorage:', LEFT(SHA2('${name}', 256), 40)))`)
    await server().execute(`KILL ${holder}`)
    expect(await lost).toContain('the connection that had the turn was lost')
    expect(await waiting).toBe('mine now')
  })

  test('that takes no time is given in turn', async () => {
    const { dsn } = await server().createDatabase()
    await using catalog = await openCatalog({ dsn })
    const done: number[] = []
    const work = (index: number): Promise<void> =>
      catalog.exclusively(async () => void done.push(index), { timeoutMs: 30_000 })
    await Promise.all([0, 1, 2, 3, 4].map(work))
    expect(done).toEqual([0, 1, 2, 3, 4])
  })

  test('ends with the signal of the call', async () => {
    const { dsn } = await server().createDatabase()
    await using catalog = await openCatalog({ dsn })
    const abort = new AbortController()
    const work = catalog.exclusively(
      async (signal) => {
        abort.abort()
        await catalog.list({ limit: 1, signal })
      },
      { timeoutMs: 1000, signal: abort.signal },
    )
    await expect(work).rejects.toMatchObject({ code: 'ABORTED' })
    expect(await catalog.exclusively(async () => 1, { timeoutMs: 10_000 })).toBe(1)
  })
})
