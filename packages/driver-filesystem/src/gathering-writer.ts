/**
 * Bytes that are gathered for one write while the one before runs; a writer holds twice as much at most, and a chunk.
 * Not more: for a larger write ext4 and xfs look for larger pieces of free memory, and where that is in small pieces the
 * kernel first moves others out of the way, which took up to 2 s of CPU for 1 GiB. Nor several writes at the same time:
 * the kernel lets one write to a file after the other.
 */
const gatherBytes = 512 * 1024

/** Gathers small chunks while a write runs, so that the source is read and the disk written at the same time. */
export class GatheringWriter {
  readonly #write: (chunks: readonly Uint8Array[]) => Promise<void>
  #gathered: Uint8Array[] = []
  #gatheredBytes = 0
  #running: Promise<void> = Promise.resolve()

  constructor(write: (chunks: readonly Uint8Array[]) => Promise<void>) {
    this.#write = write
  }

  async add(chunk: Uint8Array): Promise<void> {
    this.#gathered.push(chunk)
    this.#gatheredBytes += chunk.length
    if (this.#gatheredBytes >= gatherBytes) await this.#pass()
  }

  /** Resolves when all is written. */
  async finish(): Promise<void> {
    await this.#pass()
    await this.#running
  }

  /** Waits for the write that runs, and starts the next one. */
  async #pass(): Promise<void> {
    await this.#running
    if (this.#gatheredBytes === 0) return
    const chunks = this.#gathered
    this.#gathered = []
    this.#gatheredBytes = 0
    this.#running = this.#write(chunks)
    // It is awaited by the next pass; without this, a failure before that would count as unhandled.
    this.#running.catch(() => undefined)
  }
}
