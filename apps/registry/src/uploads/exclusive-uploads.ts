import { RegistryError } from '../errors/registry-error.ts'

interface Running {
  /** Bytes that were stored when the request began. */
  readonly offset: number
  /** Aborts when the client of the running request has gone. */
  readonly signal: AbortSignal | undefined
  readonly done: Promise<unknown>
}

/** Lets one request at a time work on an upload. */
export class ExclusiveUploads {
  readonly #running = new Map<string, Running>()

  /**
   * The request that works on the upload, if its client is still there.
   * One whose client has gone is about to end; it is waited for, so that what it stored is seen.
   */
  async running(id: string): Promise<Running | undefined> {
    for (;;) {
      const running = this.#running.get(id)
      if (running?.signal === undefined || !running.signal.aborted) return running
      await running.done
    }
  }

  /** @throws RegistryError RANGE_INVALID when another request is at work: of two chunks at once only one can be the next */
  async run<Result>(
    id: string,
    request: { offset: number; signal: AbortSignal | undefined } | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    if ((await this.running(id)) !== undefined) {
      throw new RegistryError('RANGE_INVALID', { message: 'another request is writing to this upload' })
    }
    const result = work()
    const done = result.then(
      () => undefined,
      () => undefined,
    )
    const running = { offset: request?.offset ?? 0, signal: request?.signal, done }
    this.#running.set(id, running)
    try {
      return await result
    } finally {
      if (this.#running.get(id) === running) this.#running.delete(id)
    }
  }
}
