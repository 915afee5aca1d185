import type { Connection, Row, Value } from './connection.ts'
import type { Limits } from './limits.ts'

/** A connection, for the time and by the limits of one call. */
export class Session {
  readonly #connection: Connection
  readonly #limits: Limits

  constructor(connection: Connection, limits: Limits) {
    this.#connection = connection
    this.#limits = limits
  }

  get isUsable(): boolean {
    return this.#connection.isUsable
  }

  /** The time limit of each statement. */
  get timeoutMs(): number {
    return this.#limits.timeoutMs
  }

  execute(statement: string, values: readonly Value[]): Promise<readonly Row[]> {
    return this.#connection.execute(statement, values, this.#limits)
  }

  command(statement: string): Promise<void> {
    return this.#connection.command(statement, this.#limits)
  }

  /** Does `work` in a transaction. */
  async transaction(isolation: string, work: () => Promise<void>): Promise<void> {
    await this.command(`SET TRANSACTION ISOLATION LEVEL ${isolation}`)
    await this.command('START TRANSACTION')
    try {
      await work()
      await this.command('COMMIT')
    } catch (error) {
      await this.#rollBack()
      throw error
    }
  }

  async #rollBack(): Promise<void> {
    try {
      if (this.isUsable) await this.command('ROLLBACK')
    } catch {
      // What began the roll back says more; a connection that is gone rolls back too.
      this.#connection.destroy()
    }
  }
}
