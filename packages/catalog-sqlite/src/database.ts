import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { isCatalogError } from '@moorage/catalog-core'
import { type CatalogLife, loadSqlite } from '@moorage/catalog-core/kit'
import { EventLoopShare } from './event-loop-share.ts'
import { configurationError, toCatalogError } from './errors.ts'
import { migrate } from './migrations.ts'

const shortestPauseMs = 1
const longestPauseMs = 50

/** Statements, made once for a connection. */
export type Prepare = (sql: string) => StatementSync

/**
 * The connection to the database file. Node's SQLite works at once, on the thread of the event loop: so the work of a
 * call is in short steps, and never waits inside SQLite for others' locks.
 */
export class Database {
  readonly #path: string
  readonly #busyTimeoutMs: number
  readonly #life: CatalogLife
  readonly #share = new EventLoopShare()
  #connection: DatabaseSync | undefined
  readonly #statements = new Map<string, StatementSync>()

  constructor(life: CatalogLife, path: string, busyTimeoutMs: number) {
    this.#life = life
    this.#path = path
    this.#busyTimeoutMs = busyTimeoutMs
  }

  /**
   * Does one step, of a few milliseconds at most, when there is time in a turn of the event loop; again and again while other processes have locks.
   * @throws CatalogError `BUSY` when they have them for too long
   */
  async step<Result>(work: (prepare: Prepare) => Result, signal?: AbortSignal): Promise<Result> {
    const deadline = performance.now() + this.#busyTimeoutMs
    for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      await this.#share.wait()
      this.#life.check(signal)
      try {
        return this.#share.do(() => {
          this.#connection ??= this.#connect()
          return work(this.#prepare)
        })
      } catch (error) {
        const failure = toCatalogError(error, this.#path)
        const leftMs = deadline - performance.now()
        if (!isCatalogError(failure, 'BUSY') || leftMs <= 0) throw failure
        await this.#life.pause(Math.min(leftMs, pauseMs * (0.5 + Math.random())), signal)
      }
    }
  }

  /** A step that writes: all of it is kept, or nothing. */
  transaction(work: (prepare: Prepare) => void, signal?: AbortSignal): Promise<void> {
    return this.step((prepare) => {
      // Asks for the right to write first: a reader who wants it later can only give up.
      prepare('BEGIN IMMEDIATE').run()
      try {
        work(prepare)
        prepare('COMMIT').run()
      } catch (error) {
        // A full disk has ended the transaction already.
        if (this.#connection?.isTransaction === true) prepare('ROLLBACK').run()
        throw error
      }
    }, signal)
  }

  close(): void {
    this.#statements.clear()
    this.#connection?.close()
    this.#connection = undefined
  }

  readonly #prepare: Prepare = (sql) => {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      if (this.#connection === undefined) throw new Error('no connection')
      statement = this.#connection.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #connect(): DatabaseSync {
    const sqlite = loadSqlite()
    if (sqlite === undefined) throw configurationError('this Node was built without node:sqlite')
    const connection = new sqlite.DatabaseSync(this.#path, { timeout: 0 })
    try {
      // Readers and a writer do not hold up one another in this mode. A power cut may cost the newest changes, never
      // the file: storage is the truth, and what is missing is found there at the next start.
      connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
      migrate(connection, this.#path)
      return connection
    } catch (error) {
      connection.close()
      throw error
    }
  }
}
