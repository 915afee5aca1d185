import mysql, { type Connection as LibraryConnection, type ConnectionOptions, type QueryError } from 'mysql2'
import type { Socket } from 'node:net'
import { type Limits, withLimits } from './limits.ts'

export type Value = string | number | Buffer

/** Milliseconds after which a server that does not answer a farewell is left alone. */
const farewellTimeoutMs = 1000

/** Columns in the order of the statement. */
export type Row = readonly unknown[]

/** A connection that is either good or destroyed: one whose answer nobody waits for any longer is not used again. */
export class Connection {
  readonly #library: LibraryConnection
  readonly #stream: Socket
  readonly #lost = Promise.withResolvers<Error>()
  #isUsable = true

  private constructor(library: LibraryConnection, stream: Socket) {
    this.#library = library
    this.#stream = stream
    library.on('error', (error: Error) => this.#lose(error))
    library.on('end', () => this.#lose(new Error('the server closed the connection')))
  }

  /** Authenticates at the server that `stream` is connected to, or will be. */
  static async open(stream: Socket, options: ConnectionOptions, limits: Limits): Promise<Connection> {
    const library = mysql.createConnection({ ...options, stream })
    const connection = new Connection(library, stream)
    const opened = new Promise<void>((resolve, reject) => {
      library.once('connect', () => resolve())
      library.once('error', reject)
    })
    try {
      await withLimits(opened, 'connecting', limits, () => {})
      return connection
    } catch (error) {
      connection.destroy()
      throw error
    }
  }

  get isUsable(): boolean {
    return this.#isUsable
  }

  /** Fulfilled with the reason when the connection is lost or destroyed. */
  get lost(): Promise<Error> {
    return this.#lost.promise
  }

  /** Runs a prepared statement. */
  execute(statement: string, values: readonly Value[], limits: Limits): Promise<readonly Row[]> {
    return this.#run(limits, (done) => this.#library.execute(statement, [...values], done))
  }

  /** Runs a statement that servers cannot prepare, such as START TRANSACTION. It is always a constant. */
  async command(statement: string, limits: Limits): Promise<void> {
    await this.#run(limits, (done) => this.#library.query(statement, done))
  }

  /** Ends it at once; what runs fails. */
  destroy(): void {
    this.#lose(new Error('the connection was ended'))
    this.#library.destroy()
    this.#stream.destroy()
  }

  /** Says farewell, so that the server notes no aborted client. */
  end(): void {
    if (!this.#isUsable) return
    this.#lose(new Error('the connection was ended'))
    const timer = setTimeout(() => this.#stream.destroy(), farewellTimeoutMs)
    this.#stream.once('close', () => clearTimeout(timer))
    this.#library.end()
  }

  async #run(
    limits: Limits,
    start: (done: (error: QueryError | null, rows: unknown) => void) => unknown,
  ): Promise<readonly Row[]> {
    const answer = new Promise<readonly Row[]>((resolve, reject) => {
      start((error, rows) => {
        if (error === null) resolve(Array.isArray(rows) ? (rows as readonly Row[]) : [])
        else reject(error)
      })
    })
    return withLimits(answer, 'a statement', limits, () => this.destroy())
  }

  #lose(reason: Error): void {
    this.#isUsable = false
    this.#lost.resolve(reason)
  }
}
