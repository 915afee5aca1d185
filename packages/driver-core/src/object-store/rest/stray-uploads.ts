import type { OperationOptions } from '../../operation-options.ts'
import type { ObjectStoreClient, UnfinishedUpload } from '../object-store-client.ts'

/** Milliseconds by which the clocks of a store and of this machine may differ without anybody having noticed. */
const toleranceMs = 60_000

interface Suspicion {
  readonly key: string
  readonly since: Date
  readonly until: Date
}

/**
 * Uploads that were begun without anybody knowing their id, because the answer was lost and the call sent again. They have no parts, are never
 * completed, and are charged for. This finds them by listing, which need not show them: a rule of the bucket has to have the last word.
 */
export class StrayUploads {
  readonly #client: Pick<ObjectStoreClient, 'listUploads' | 'listParts' | 'abortUpload'>
  /** By the id of the upload that was begun at last. */
  readonly #suspicions = new Map<string, Suspicion>()

  constructor(client: Pick<ObjectStoreClient, 'listUploads' | 'listParts' | 'abortUpload'>) {
    this.#client = client
  }

  /** Aborts all other uploads of a key that nobody else uses. */
  async dropOthers(key: string, uploadId: string, options: OperationOptions): Promise<void> {
    await this.#drop(key, (upload) => upload.uploadId !== uploadId, options)
  }

  /** Notes that there may be one. Others may be at work on the same key: they are told apart when the known upload ends. */
  suspect(key: string, uploadId: string, since: Date, until: Date): void {
    this.#suspicions.set(uploadId, { key, since, until })
  }

  /** The known upload has ended: of those that were begun in the same moments, one that has got no part by now is nobody's. */
  async onEnd(uploadId: string, options: OperationOptions): Promise<void> {
    const suspicion = this.#suspicions.get(uploadId)
    if (suspicion === undefined) return
    this.#suspicions.delete(uploadId)
    const from = suspicion.since.getTime() - toleranceMs
    const to = suspicion.until.getTime() + toleranceMs
    const isSuspect = async (upload: UnfinishedUpload): Promise<boolean> => {
      const startedAt = upload.startedAt.getTime()
      if (startedAt < from || startedAt > to) return false
      const page = await this.#client.listParts(upload.key, upload.uploadId, 0, options)
      return page?.parts.length === 0
    }
    await this.#drop(suspicion.key, isSuspect, options)
  }

  async #drop(
    key: string,
    isStray: (upload: UnfinishedUpload) => boolean | Promise<boolean>,
    options: OperationOptions,
  ): Promise<void> {
    try {
      for await (const upload of this.#client.listUploads(key, options)) {
        if (upload.key !== key || !(await isStray(upload))) continue
        await this.#client.abortUpload(upload.key, upload.uploadId, options)
      }
    } catch {
      // What the caller wanted is done; this was for the bill.
    }
  }
}
