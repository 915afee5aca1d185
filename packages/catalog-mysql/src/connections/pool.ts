import type { Connection } from './connection.ts'
import type { Limits } from './limits.ts'
import { Slots } from './slots.ts'

/** Milliseconds after which a connection that nobody used is closed. */
const idleTimeoutMs = 60_000

/** Calls that wait for a connection, for each connection. */
const waitingPerConnection = 200

interface Idle {
  readonly connection: Connection
  readonly timer: NodeJS.Timeout
}

/**
 * Connections that are kept for the next call. The library has a pool too, but whoever waits for a connection there
 * cannot give up, and nobody can ask for one that was not there before a restart of the database.
 */
export class Pool {
  readonly #open: (signal: AbortSignal) => Promise<Connection>
  readonly #slots: Slots
  #idle: Idle[] = []
  #isClosed = false

  constructor(mostConnections: number, open: (signal: AbortSignal) => Promise<Connection>) {
    this.#open = open
    this.#slots = new Slots(mostConnections, mostConnections * waitingPerConnection)
  }

  /** Lends a connection to `work`. */
  async use<Result>(limits: Limits, work: (connection: Connection) => Promise<Result>): Promise<Result> {
    await this.#slots.take(limits)
    try {
      const connection = this.#takeIdle() ?? (await this.#open(limits.signal))
      try {
        return await work(connection)
      } finally {
        this.#keep(connection)
      }
    } finally {
      this.#slots.give()
    }
  }

  /** Closes the connections that nobody uses: when one was lost, the others may be as well. */
  dropIdle(): void {
    for (const { connection, timer } of this.#idle.splice(0)) {
      clearTimeout(timer)
      connection.destroy()
    }
  }

  /** Closes it for good; connections that are lent are closed when they come back. */
  close(): void {
    this.#isClosed = true
    for (const { connection, timer } of this.#idle.splice(0)) {
      clearTimeout(timer)
      connection.end()
    }
  }

  #takeIdle(): Connection | undefined {
    // The one that was used last, so that those beyond the need become old.
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      clearTimeout(last.timer)
      if (last.connection.isUsable) return last.connection
    }
    return undefined
  }

  #keep(connection: Connection): void {
    if (!connection.isUsable) return
    if (this.#isClosed) {
      connection.end()
      return
    }
    const timer = setTimeout(() => {
      this.#idle = this.#idle.filter((idle) => idle.connection !== connection)
      connection.end()
    }, idleTimeoutMs)
    this.#idle.push({ connection, timer })
  }
}
