import { chmodSync, chownSync, existsSync, statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { CatalogError, isCatalogError } from '../catalog-error.ts'
import type { CatalogLife } from './catalog-life.ts'
import { loadSqlite } from './sqlite.ts'
import { describeSqliteError } from './sqlite-errors.ts'

/** Waiters ask again after this long at least, and at most. */
const shortestPauseMs = 1
const longestPauseMs = 20

export interface FileLockOptions {
  /** The lock's own file, made when it is missing; it stays empty, and must not be deleted while in use. */
  readonly path: string
  /** The file that the lock is for: the lock's own gets its mode and, from root, its owner. */
  readonly like: string
}

export interface TakeLockOptions {
  /** Milliseconds to wait before `BUSY`. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/**
 * A lock between processes of one host, containers among them, that ends with the process that has it, however it dies.
 *
 * The kernel keeps it: Node has no call for locks of files, but SQLite takes one for a transaction. A transaction that
 * writes nothing, on an empty database, is a lock and nothing else; nobody need guess whether its owner still lives.
 * https://www.sqlite.org/lockingv3.html
 */
export class FileLock {
  readonly #life: CatalogLife
  readonly #options: FileLockOptions

  constructor(life: CatalogLife, options: FileLockOptions) {
    this.#life = life
    this.#options = options
  }

  get path(): string {
    return this.#options.path
  }

  /**
   * Waits for the lock. Whoever waits is not in a queue.
   * @returns what lets it go
   * @throws CatalogError `BUSY` when it does not come in time, `ACCESS_DENIED` when its file cannot be written
   */
  async take({ timeoutMs, signal }: TakeLockOptions): Promise<Disposable> {
    this.#life.check(signal)
    const deadline = performance.now() + timeoutMs
    for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const held = this.tryTake()
      if (held !== undefined) return held
      const leftMs = deadline - performance.now()
      if (leftMs <= 0) throw this.#error('BUSY', `another has the lock ${this.path} for more than ${timeoutMs} ms`)
      // By chance, so that those who wait do not ask in step.
      await this.#life.pause(Math.min(leftMs, pauseMs * (0.5 + Math.random())), signal)
    }
  }

  /**
   * @returns what lets the lock go, or undefined when another has it
   * @throws CatalogError `ACCESS_DENIED` when its file cannot be written
   */
  tryTake(): Disposable | undefined {
    const sqlite = loadSqlite()
    if (sqlite === undefined) throw this.#error('CONFIG_INVALID', 'this Node was built without node:sqlite')
    let database: DatabaseSync | undefined
    try {
      const isNew = !existsSync(this.path)
      database = new sqlite.DatabaseSync(this.path, { timeout: 0 })
      if (isNew) this.#share()
      // In memory: a journal beside the lock would need the right to write to the folder.
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE')
      const held = database
      return { [Symbol.dispose]: () => held.close() }
    } catch (error) {
      database?.close()
      const failure = describeSqliteError(error, this.path)
      if (failure?.code === 'BUSY') return undefined
      throw this.#error(failure?.code ?? 'UNEXPECTED', failure?.message ?? `the lock ${this.path} failed`, error)
    }
  }

  /** Lets those who may write to the file write to its lock. Never by opening it, which would end this process's locks. */
  #share(): void {
    try {
      const { mode, uid, gid } = statSync(this.#options.like)
      chmodSync(this.path, mode & 0o666)
      if (process.geteuid?.() === 0) chownSync(this.path, uid, gid)
    } catch {
      // Then others are told that they cannot write to it.
    }
  }

  #error(code: CatalogError['code'], message: string, cause?: unknown): CatalogError {
    return isCatalogError(cause) ? cause : new CatalogError({ code, catalog: this.#life.catalog, message, cause })
  }
}
