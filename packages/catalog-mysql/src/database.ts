import { CatalogError } from '@moorage/catalog-core'
import { setTimeout as sleep } from 'node:timers/promises'
import { catalogName } from './catalog-name.ts'
import type { Connection } from './connections/connection.ts'
import { type Limits, TookTooLong, withLimits } from './connections/limits.ts'
import { openConnection } from './connections/open-connection.ts'
import { Pool } from './connections/pool.ts'
import { Session } from './connections/session.ts'
import {
  gaveWay,
  isLostConnection,
  isReadOnly,
  lacksTable,
  needsRepeatableRead,
  toCatalogError,
  waitedForLock,
} from './errors.ts'
import { Statements } from './names/statements.ts'
import { type ConnectionSettings, describePlace } from './options/connection-settings.ts'
import { migrate } from './schema/migrate.ts'

/** How often a transaction that had to give way to another is begun. */
const mostAttempts = 8

/** How often one is begun that waited for a lock. The database has waited for it too, for a second or more. */
const mostLockWaits = 3

/** Milliseconds before it does, at most, for each attempt so far. */
const backOffMs = 20

export type Work<Result> = (session: Session, statements: Statements) => Promise<Result>

export interface DatabaseHooks {
  /** Called when the tables are there, before the first call and after they were made anew. */
  afterMigration(session: Session, statements: Statements): Promise<void>
}

/** The database: connections, tables, and what is done when something fails. Every failure is a `CatalogError`. */
export class Database {
  readonly place: string
  readonly #settings: ConnectionSettings
  readonly #hooks: DatabaseHooks
  readonly #pool: Pool
  readonly #closing = new AbortController()
  #isolation = 'READ COMMITTED'
  #statements: Promise<Statements> | undefined

  constructor(settings: ConnectionSettings, mostConnections: number, hooks: DatabaseHooks) {
    this.place = describePlace(settings)
    this.#settings = settings
    this.#hooks = hooks
    this.#pool = new Pool(mostConnections, (signal) => openConnection(settings, signal))
  }

  /** Given when the database is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /** The time limit of a statement. */
  get queryTimeoutMs(): number {
    return this.#settings.queryTimeoutMs
  }

  /** Makes the tables, unless they are there. */
  prepare(signal?: AbortSignal): Promise<void> {
    return this.#withRetries(signal, async (limits) => void (await this.#prepared(limits)))
  }

  read<Result>(signal: AbortSignal | undefined, work: Work<Result>): Promise<Result> {
    return this.#withRetries(signal, async (limits) => {
      const statements = await this.#prepared(limits)
      return this.#pool.use(limits, (connection) => work(new Session(connection, limits), statements))
    })
  }

  /** Does `work` in a transaction, which may be done again: nothing of it may depend on being done once. */
  write(signal: AbortSignal | undefined, work: Work<void>): Promise<void> {
    return this.read(signal, (session, statements) =>
      session.transaction(this.#isolation, () => work(session, statements)),
    )
  }

  /** A connection beside those of the pool, which the caller ends. */
  async connect(signal: AbortSignal): Promise<Connection> {
    return this.#withRetries(signal, (limits) => openConnection(this.#settings, limits.signal))
  }

  /** @throws CatalogError `CLOSED` or `ABORTED` */
  check(signal: AbortSignal | undefined): void {
    if (this.closing.aborted) {
      throw new CatalogError({ code: 'CLOSED', catalog: catalogName, message: 'the catalog was closed' })
    }
    if (signal?.aborted === true) {
      throw new CatalogError({ code: 'ABORTED', catalog: catalogName, message: 'the call was aborted' })
    }
  }

  /** Ends what runs, and all connections. */
  close(): void {
    this.#closing.abort()
    this.#pool.close()
  }

  /** Does `work` again where that helps, until it is done or the reason is one that stays. */
  async #withRetries<Result>(
    signal: AbortSignal | undefined,
    work: (limits: Limits) => Promise<Result>,
  ): Promise<Result> {
    this.check(signal)
    const ending = signal === undefined ? this.closing : AbortSignal.any([signal, this.closing])
    let lostOnce = false
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work({ signal: ending, timeoutMs: this.queryTimeoutMs })
      } catch (error) {
        this.check(signal)
        const most = waitedForLock(error) ? mostLockWaits : mostAttempts
        const mayTryAgain = attempt < most && this.#canHelp(error, lostOnce)
        if (!mayTryAgain) throw toCatalogError(error, this.place)
        lostOnce ||= isLostConnection(error)
        // What waits for one another must not meet again.
        if (gaveWay(error)) await sleep(Math.random() * backOffMs * attempt)
      }
    }
  }

  /** Whether another attempt may end otherwise, after what this does for it. */
  #canHelp(error: unknown, lostOnce: boolean): boolean {
    // Another server may have the name by now, or a network may have forgotten the connections.
    if (isReadOnly(error) || error instanceof TookTooLong) this.#pool.dropIdle()
    if (isLostConnection(error)) {
      this.#pool.dropIdle()
      return !lostOnce
    }
    if (lacksTable(error) && this.#statements !== undefined) {
      this.#statements = undefined
      return true
    }
    if (needsRepeatableRead(error) && this.#isolation === 'READ COMMITTED') {
      this.#isolation = 'REPEATABLE READ'
      return true
    }
    return gaveWay(error) || waitedForLock(error)
  }

  /** The statements, once the tables are there. All callers wait for the same attempt, but none longer than it wants. */
  async #prepared(limits: Limits): Promise<Statements> {
    this.#statements ??= this.#migrate().catch((error: unknown) => {
      this.#statements = undefined
      throw error
    })
    // Each of its steps has a limit of its own.
    return await withLimits(this.#statements, 'making the tables', { ...limits, timeoutMs: Infinity }, () => {})
  }

  async #migrate(): Promise<Statements> {
    const limits = { signal: this.closing, timeoutMs: this.queryTimeoutMs }
    const connection = await openConnection(this.#settings, this.closing)
    try {
      const session = new Session(connection, limits)
      const statements = new Statements(await migrate(session, this.place))
      await this.#hooks.afterMigration(session, statements)
      return statements
    } finally {
      connection.end()
    }
  }
}
