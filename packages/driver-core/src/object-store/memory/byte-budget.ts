import { BufferShortage } from './buffer-shortage.ts'

/** Bytes of one buffer: a file of a few bytes takes no more, and a part is sent in pieces of a good size for a socket. */
export const segmentBytes: number = 64 * 1024

/** Bytes of buffers that nobody has at the moment and that are kept to be used again: fresh memory costs the kernel more. */
const mostSpareBytes = 64 * 1024 * 1024

export interface ByteBudgetOptions {
  /** How long a writer waits for memory before it fails with `UNAVAILABLE`. Default 60,000. */
  readonly patienceMs?: number | undefined
}

interface Waiting {
  readonly account: BufferAccount
  readonly lend: (segment: Uint8Array) => void
}

/**
 * The memory that the writers of a process may hold together, lent in segments. Whoever finds it used up waits, in turn, so its source is
 * not read. Writers that each hold half a part could wait for one another for good: so one of them at a time, the overdrawer, may go
 * beyond the limit until it gives something back, by a part or two of its own. Writers whose sources have all stopped in mid-part are
 * waited for no longer than `patienceMs`.
 */
export class ByteBudget {
  /** Bytes. */
  limitBytes: number
  readonly #patienceMs: number
  readonly #spare: Uint8Array[] = []
  readonly #waiting: Waiting[] = []
  #lentBytes = 0
  #overdrawer: BufferAccount | undefined

  constructor(limitBytes: number, { patienceMs = 60_000 }: ByteBudgetOptions = {}) {
    this.limitBytes = limitBytes
    this.#patienceMs = patienceMs
  }

  /** Bytes that are lent at the moment. */
  get lentBytes(): number {
    return this.#lentBytes
  }

  open(): BufferAccount {
    return new BufferAccount(this)
  }

  /** A segment, at once if there is one. What it holds is of no meaning. */
  take(account: BufferAccount, signal: AbortSignal | undefined): Uint8Array | Promise<Uint8Array> {
    if (this.#overdrawer === account || (this.#waiting.length === 0 && this.#hasRoom())) return this.#lend()
    return this.#wait(account, signal)
  }

  /** Counts segments that were not taken, but handed over by somebody who kept them apart. */
  adopt(segments: readonly Uint8Array[]): void {
    this.#lentBytes += segments.length * segmentBytes
  }

  /** Takes segments off the count. Whoever calls it keeps them, or recycles them. */
  release(account: BufferAccount, segments: readonly Uint8Array[]): void {
    this.#lentBytes -= segments.length * segmentBytes
    if (this.#overdrawer === account) this.#overdrawer = undefined
    this.#serve()
  }

  /** Takes segments that nobody uses any more. */
  recycle(segments: readonly Uint8Array[]): void {
    const room = mostSpareBytes / segmentBytes - this.#spare.length
    this.#spare.push(...segments.slice(0, Math.max(0, room)))
  }

  #wait(account: BufferAccount, signal: AbortSignal | undefined): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
      }
      const giveUp = (error: Error): void => {
        stop()
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(error)
      }
      const onAbort = (): void => giveUp(signal?.reason as Error)
      const waiting: Waiting = {
        account,
        lend: (segment) => {
          stop()
          resolve(segment)
        },
      }
      const timer = setTimeout(() => giveUp(new BufferShortage(this.#patienceMs)), this.#patienceMs)
      this.#waiting.push(waiting)
      signal?.addEventListener('abort', onAbort)
      if (signal?.aborted === true) onAbort()
      this.#serve()
    })
  }

  #serve(): void {
    for (;;) {
      const [first] = this.#waiting
      if (first === undefined) return
      if (!this.#hasRoom()) this.#overdrawer ??= first.account
      const next = this.#hasRoom() ? first : this.#waiting.find(({ account }) => account === this.#overdrawer)
      if (next === undefined) return
      this.#waiting.splice(this.#waiting.indexOf(next), 1)
      next.lend(this.#lend())
    }
  }

  #hasRoom(): boolean {
    return this.#lentBytes + segmentBytes <= this.limitBytes
  }

  #lend(): Uint8Array {
    this.#lentBytes += segmentBytes
    // Of its own, not cut from a block that others keep alive.
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(segmentBytes)
  }
}

/** What one writer has of the budget. */
export class BufferAccount {
  readonly #budget: ByteBudget

  constructor(budget: ByteBudget) {
    this.#budget = budget
  }

  take(signal: AbortSignal | undefined): Uint8Array | Promise<Uint8Array> {
    return this.#budget.take(this, signal)
  }

  adopt(segments: readonly Uint8Array[]): void {
    this.#budget.adopt(segments)
  }

  release(segments: readonly Uint8Array[]): void {
    this.#budget.release(this, segments)
  }

  /** Gives segments back to be used by others. */
  give(segments: readonly Uint8Array[]): void {
    this.#budget.recycle(segments)
    this.#budget.release(this, segments)
  }
}

/** What all drivers of the process share, unless they are given another one: 256 MiB, if nobody sets another limit. */
export const processByteBudget: ByteBudget = new ByteBudget(256 * 1024 * 1024)
