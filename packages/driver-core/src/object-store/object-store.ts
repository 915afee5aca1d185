import { DriverError, isDriverError } from '../driver-error.ts'
import { aborted, throwIfAborted } from '../kit/abort.ts'
import type { StoragePath } from '../storage-path.ts'
import { BufferShortage } from './memory/buffer-shortage.ts'
import type { ObjectKeys } from './object-keys.ts'
import type { ObjectStoreClient } from './object-store-client.ts'

/** What all parts of the driver work with. */
export class ObjectStore {
  /** Of the driver. */
  readonly name: string
  readonly client: ObjectStoreClient
  readonly keys: ObjectKeys

  constructor(name: string, client: ObjectStoreClient, keys: ObjectKeys) {
    this.name = name
    this.client = client
    this.keys = keys
  }

  /** Makes requests for a path; whatever goes wrong with them becomes a `DriverError` that names it. */
  async request<Answer>(
    path: StoragePath,
    signal: AbortSignal | undefined,
    send: (client: ObjectStoreClient) => Promise<Answer>,
  ): Promise<Answer> {
    throwIfAborted(this.name, path, signal)
    try {
      return await send(this.client)
    } catch (error) {
      throw this.errorAt(path, signal, error)
    }
  }

  /** The error of a call for `path`, made of what a request of it threw. */
  errorAt(path: StoragePath, signal: AbortSignal | undefined, error: unknown): DriverError {
    if (signal?.aborted === true) return aborted(this.name, path, signal)
    if (!isDriverError(error)) {
      const reason = error instanceof Error ? error.message : String(error)
      const code = error instanceof BufferShortage ? 'UNAVAILABLE' : 'UNEXPECTED'
      return new DriverError({ code, driver: this.name, path, message: reason, cause: error })
    }
    if (error.path !== undefined) return error
    const { code, retryable, retryAfterSeconds, requestId, cause } = error
    const message = error.message.slice(error.message.startsWith(`${error.driver}: `) ? error.driver.length + 2 : 0)
    return new DriverError({
      code,
      driver: this.name,
      path,
      message,
      retryable,
      retryAfterSeconds,
      requestId,
      cause: cause ?? error,
    })
  }
}
