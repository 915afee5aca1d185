import type { FileWriter, StorageDriver } from '@moorage/driver-core'
import { LRUCache } from 'lru-cache'
import { uploadDataPath, uploadPath, uploadStartedAtPath } from '../storage/layout.ts'
import { deleteIfPresent, getContentIfPresent } from '../storage/link.ts'
import type { UploadState } from './upload-state.ts'

const rememberedUploads = 10_000

/** What lies in the folder of an upload: its bytes, and the note of when it began. */
export class UploadFiles {
  readonly #driver: StorageDriver
  readonly #kept = new LRUCache<string, true>({ max: rememberedUploads })

  constructor(driver: StorageDriver) {
    this.#driver = driver
  }

  /** Opens a writer on the bytes so far. */
  async open({ name, id, offset, resumeToken }: UploadState): Promise<FileWriter> {
    // What a Go registry has left is looked for only where one has had the upload.
    const knownSize = resumeToken === undefined ? undefined : offset
    const options = { append: true, resumeToken: resumeToken || undefined, knownSize }
    return this.#driver.createWriter(uploadDataPath(name, id), options)
  }

  /**
   * Makes what was written safe until the next request.
   * @param note what is known of these very bytes
   * @returns what saves the next writer a look-up
   */
  async keep(upload: UploadState, writer: FileWriter, note: string | undefined): Promise<string> {
    // Where committed files can be continued, committing shows the bytes to a Go registry, which continues files only.
    if (this.#driver.capabilities.append === 'any-offset') await writer.commit()
    const token = await writer.close({ note })
    this.#kept.set(upload.id, true)
    return token ?? ''
  }

  /** Bytes that are stored, whichever process has stored or dropped some last; whoever writes at the moment is not disturbed. */
  async size({ name, id }: Pick<UploadState, 'name' | 'id'>): Promise<number> {
    return this.#driver.writtenSize(uploadDataPath(name, id))
  }

  /** Whether this process has kept bytes of the upload. */
  hasKept(upload: UploadState): boolean {
    return this.#kept.has(upload.id)
  }

  async noteStart(upload: UploadState): Promise<void> {
    const path = uploadStartedAtPath(upload.name, upload.id)
    await this.#driver.putContent(path, Buffer.from(upload.startedAt), { durable: false })
  }

  /** RFC 3339; undefined for an upload of which nothing is stored. */
  async startedAt(name: string, id: string): Promise<string | undefined> {
    const content = await getContentIfPresent(this.#driver, uploadStartedAtPath(name, id))
    return content === undefined ? undefined : Buffer.from(content).toString('latin1')
  }

  /** Deletes the upload. @returns whether anything was stored */
  async remove(upload: UploadState): Promise<boolean> {
    this.forget(upload)
    // What a power cut brings back is purged one day.
    return deleteIfPresent(this.#driver, uploadPath(upload.name, upload.id), { as: 'directory', durable: false })
  }

  /** Deletes what is left of an upload that its writer has committed or cancelled. */
  async removeRest(upload: UploadState): Promise<void> {
    if (upload.resumeToken === undefined) {
      await this.remove(upload)
      return
    }
    this.forget(upload)
    const path = uploadStartedAtPath(upload.name, upload.id)
    await deleteIfPresent(this.#driver, path, { as: 'file', durable: false })
  }

  forget(upload: UploadState): void {
    this.#kept.delete(upload.id)
  }
}
