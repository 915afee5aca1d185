import { uploadIsBusy } from './upload-errors.ts'

/** A request that writes to an upload. */
interface WritingRequest {
  /** Bytes that were stored when the request began. */
  readonly offset: number
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal
}

interface Running {
  /** Undefined for what takes a moment only. */
  readonly request: WritingRequest | undefined
  readonly done: Promise<unknown>
}

/** Lets one request at a time work on an upload. */
export class ExclusiveUploads {
  readonly #running = new Map<string, Running>()

  /**
   * Works on the upload as soon as nothing else does. A request whose client has gone is about to end: it is waited for,
   * so that what it stored is seen.
   * @param busy answers in place of `work` when another request is writing and its client is still there
   * @throws RegistryError RANGE_INVALID by default then: of two chunks at once only one can be the next
   */
  async run<Result>(
    id: string,
    request: WritingRequest | undefined,
    work: () => Promise<Result>,
    busy: (offset: number) => Result = refuse,
  ): Promise<Result> {
    for (let running = this.#running.get(id); running !== undefined; running = this.#running.get(id)) {
      if (running.request?.signal.aborted === false) return busy(running.request.offset)
      await running.done
    }
    // Nothing may be awaited between that look and this note: others who waited would find the upload free, too.
    const result = work()
    const done = result.then(
      () => this.#running.delete(id),
      () => this.#running.delete(id),
    )
    this.#running.set(id, { request, done })
    return result
  }
}

function refuse(): never {
  throw uploadIsBusy()
}
