import { BufferShortage } from './buffer-shortage.ts'

/** Bytes of one buffer: a file of a few bytes takes no more, and a part is sent in pieces of a good size for a socket. */
export const segmentBytes: number = 64 * 1024

/** Bytes of buffers that nobody has at the moment and that are kept to be used again: fresh memory costs the kernel more. */
const mostSpareBytes = 64 * 1024 * 1024

export interface ByteBudgetOptions {
  /** How long a writer waits for memory before it fails with `UNAVAILABLE`. Default 60,000. */
  readonly patienceMs?: number | undefined
}

/** A part whose bytes are gathered; only which one it is matters here. */
export type Borrower = object

interface Waiting {
  readonly part: Borrower
  readonly lend: (segment: Uint8Array) => void
}

/**
 * The memory that the writers of a process may hold together, lent in segments. Whoever finds it used up waits, in turn, so its source is
 * not read. Writers that each hold half a part could wait for one another for good: so one part at a time, the overdrawer, may be
 * filled beyond the limit. When it has been sent, more is given back than was lent too much. A source that stops in mid-part may keep others
 * waiting: they give up after `patienceMs`.
 */
export class ByteBudget {
  /** Bytes. */
  limitBytes: number
  readonly #patienceMs: number
  readonly #spare: Uint8Array[] = []
  readonly #waiting: Waiting[] = []
  #lentBytes = 0
  #overdrawer: Borrower | undefined

  constructor(limitBytes: number, { patienceMs = 60_000 }: ByteBudgetOptions = {}) {
    this.limitBytes = limitBytes
    this.#patienceMs = patienceMs
  }

  /** Bytes that are lent at the moment. */
  get lentBytes(): number {
    return this.#lentBytes
  }

  /** A segment, at once if there is one. What it holds is of no meaning. */
  take(part: Borrower, signal: AbortSignal | undefined): Uint8Array | Promise<Uint8Array> {
    if (this.#overdrawer === part || (this.#waiting.length === 0 && this.#hasRoom())) return this.#lend()
    return this.#wait(part, signal)
  }

  /** Counts segments that were not taken, but handed over by somebody who kept them apart. */
  adopt(segments: readonly Uint8Array[]): void {
    this.#lentBytes += segments.length * segmentBytes
  }

  /** Takes segments off the count. Whoever calls it keeps them, or recycles them. */
  release(part: Borrower, segments: readonly Uint8Array[]): void {
    this.#lentBytes -= segments.length * segmentBytes
    if (this.#overdrawer === part) this.#overdrawer = undefined
    this.#serve()
  }

  /** Takes back segments, to be used by others. */
  give(part: Borrower, segments: readonly Uint8Array[]): void {
    this.recycle(segments)
    this.release(part, segments)
  }

  /** Takes segments that nobody uses any more and that are off the count. */
  recycle(segments: readonly Uint8Array[]): void {
    const room = mostSpareBytes / segmentBytes - this.#spare.length
    this.#spare.push(...segments.slice(0, Math.max(0, room)))
  }

  #wait(part: Borrower, signal: AbortSignal | undefined): Promise<Uint8Array> {
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
        part,
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
      if (!this.#hasRoom()) this.#overdrawer ??= first.part
      const next = this.#hasRoom() ? first : this.#waiting.find(({ part }) => part === this.#overdrawer)
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

/** What all drivers of the process share, unless they are given another one: 256 MiB, if nobody sets another limit. */
export const processByteBudget: ByteBudget = new ByteBudget(256 * 1024 * 1024)
