import { CatalogError, type CatalogErrorCode, type ExclusiveOptions, isCatalogError } from '@moorage/catalog-core'
import { setTimeout as sleep } from 'node:timers/promises'
import { catalogName } from './catalog-name.ts'
import type { Connection } from './connections/connection.ts'
import { TookTooLong } from './connections/limits.ts'
import { Slots } from './connections/slots.ts'
import type { Database } from './database.ts'
import { toCatalogError } from './errors.ts'

/** The name belongs to the database, not to the server. */
const lockName = "CONCAT('moorage:', LEFT(SHA2(DATABASE(), 256), 40))"
const getLock = `SELECT GET_LOCK(${lockName}, ?)`
const releaseLock = `SELECT RELEASE_LOCK(${lockName})`

/** Seconds that the server waits at once: one that lost its client notices only then. */
const sliceSeconds = 1

/** Milliseconds between attempts when less than a slice is left, because servers count in seconds. */
const pollMs = 50

/** Milliseconds between looks at the connection that holds the turn: a network may take it without a word. */
const heartbeatMs = 5000

/** Gives turns to processes that share a database, one at a time. The server ends a turn with its connection. */
export class Turns {
  readonly #database: Database
  /** Within this process they wait without a connection. */
  readonly #slots = new Slots(1, Infinity)

  constructor(database: Database) {
    this.#database = database
  }

  /** Does `work` while no other does its own. @throws CatalogError `BUSY` */
  async exclusively<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    { timeoutMs, signal }: ExclusiveOptions,
  ): Promise<Result> {
    const { closing, place } = this.#database
    this.#database.check(signal)
    const ending = signal === undefined ? closing : AbortSignal.any([signal, closing])
    const deadline = performance.now() + timeoutMs
    try {
      await this.#slots.take({ signal: ending, timeoutMs })
    } catch (error) {
      this.#database.check(signal)
      throw error instanceof TookTooLong ? this.#busy(timeoutMs) : toCatalogError(error, place)
    }
    try {
      const connection = await this.#database.connect(ending)
      try {
        await this.#getLock(connection, ending, deadline, timeoutMs)
        return await this.#hold(connection, ending, work)
      } finally {
        connection.end()
      }
    } catch (error) {
      // One of the database, while the turn was waited for; what the work throws is not touched.
      if (error instanceof WaitFailed) {
        this.#database.check(signal)
        throw toCatalogError(error.cause, place)
      }
      throw error
    } finally {
      this.#slots.give()
    }
  }

  async #getLock(connection: Connection, signal: AbortSignal, deadline: number, timeoutMs: number): Promise<void> {
    try {
      for (;;) {
        const remainingMs = Math.max(0, deadline - performance.now())
        const seconds = remainingMs >= sliceSeconds * 1000 ? sliceSeconds : 0
        const limits = { signal, timeoutMs: seconds * 1000 + this.#database.queryTimeoutMs }
        const [row] = await connection.execute(getLock, [seconds], limits)
        if (Number(row?.[0]) === 1) return
        if (remainingMs === 0) throw this.#busy(timeoutMs)
        if (seconds === 0) await sleep(Math.min(pollMs, remainingMs), undefined, { signal })
      }
    } catch (cause) {
      throw new WaitFailed('waiting for the turn failed', { cause })
    }
  }

  async #hold<Result>(
    connection: Connection,
    ending: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const turn = new AbortController()
    void connection.lost.then((reason) => turn.abort(this.#lost(reason)))
    const stopHeartbeat = this.#beat(connection)
    const end = (): void => turn.abort(this.#closedOrAborted())
    ending.addEventListener('abort', end, { once: true })
    if (ending.aborted) end()
    try {
      const result = await work(turn.signal)
      await this.#release(connection)
      return result
    } catch (error) {
      await this.#release(connection)
      // A call inside that was ended with the turn says ABORTED, which the caller has not asked for.
      throw turn.signal.aborted && isCatalogError(error, 'ABORTED') ? turn.signal.reason : error
    } finally {
      stopHeartbeat()
      ending.removeEventListener('abort', end)
    }
  }

  /** Gives the turn back before anybody hears of its end. Where that fails, the server does it with the connection. */
  async #release(connection: Connection): Promise<void> {
    if (!connection.isUsable) return
    const limits = { signal: this.#database.closing, timeoutMs: this.#database.queryTimeoutMs }
    await connection.execute(releaseLock, [], limits).catch(() => connection.destroy())
  }

  /** Asks for a sign of life, until it is stopped. One that does not come ends the connection. */
  #beat(connection: Connection): () => void {
    let isAwaited = false
    const limits = { signal: this.#database.closing, timeoutMs: this.#database.queryTimeoutMs }
    const timer = setInterval(() => {
      if (isAwaited || !connection.isUsable) return
      isAwaited = true
      const sign = connection.command('DO 0', limits).catch(() => connection.destroy())
      void sign.finally(() => (isAwaited = false))
    }, heartbeatMs)
    return () => clearInterval(timer)
  }

  #busy(timeoutMs: number): CatalogError {
    return this.#error('BUSY', `another process has the turn for more than ${timeoutMs} ms`)
  }

  #lost(reason: Error): CatalogError {
    return this.#error('UNAVAILABLE', `the connection that had the turn was lost: ${reason.message}`)
  }

  #closedOrAborted(): CatalogError {
    return this.#database.closing.aborted
      ? new CatalogError({ code: 'CLOSED', catalog: catalogName, message: 'the catalog was closed' })
      : new CatalogError({ code: 'ABORTED', catalog: catalogName, message: 'the call was aborted' })
  }

  #error(code: CatalogErrorCode, message: string): CatalogError {
    return new CatalogError({ code, catalog: catalogName, message: `${this.#database.place}: ${message}` })
  }
}

class WaitFailed extends Error {}
