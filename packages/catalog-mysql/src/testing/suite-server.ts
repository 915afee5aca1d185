import { findMariaDbSkipReason, type MariaDb, type MariaDbOptions, startMariaDb } from '@moorage/testkit/programs'
import { afterAll, beforeAll, beforeEach, vi } from 'vitest'

/** Milliseconds in which a server is there and a test done, on a machine that does other things too. */
const startTimeoutMs = 120_000
const testTimeoutMs = 60_000

/**
 * A server for all tests of a file; where MariaDB is missing, each is skipped with the reason.
 * @param prepare tells how to start it
 */
export function suiteServer(prepare: () => Promise<MariaDbOptions> = async () => ({})): () => MariaDb {
  vi.setConfig({ testTimeout: testTimeoutMs })
  let server: MariaDb | undefined
  let reason: string | undefined
  beforeAll(async () => {
    reason = await findMariaDbSkipReason()
    if (reason === undefined) server = await startMariaDb(await prepare())
  }, startTimeoutMs)
  beforeEach((context) => {
    if (reason !== undefined) context.skip(reason)
  })
  afterAll(() => server?.[Symbol.asyncDispose]())
  return () => {
    if (server === undefined) throw new Error('no server was started')
    return server
  }
}
