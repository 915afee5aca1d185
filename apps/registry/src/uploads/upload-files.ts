import type { FileWriter, StorageDriver } from '@moorage/driver-core'
import { LRUCache } from 'lru-cache'
import { uploadDataPath, uploadPath, uploadStartedAtPath } from '../storage/layout.ts'
import { deleteIfPresent, getContentIfPresent } from '../storage/link.ts'
import type { UploadState } from './upload-state.ts'

const rememberedTokens = 10_000

/** What lies in the folder of an upload: its bytes, and the note of when it began. */
export class UploadFiles {
  readonly #driver: StorageDriver
  /** What `close` of the last writer returned, for the next one. */
  readonly #resumeTokens = new LRUCache<string, string>({ max: rememberedTokens })

  constructor(driver: StorageDriver) {
    this.#driver = driver
  }

  /** Opens a writer on the bytes so far, which is the only one from then on, in all processes. */
  async open(upload: UploadState): Promise<FileWriter> {
    return this.#driver.createWriter(uploadDataPath(upload.name, upload.id), { append: true, ...this.#token(upload) })
  }

  /** Makes what was written safe until the next request. */
  async keep(upload: UploadState, writer: FileWriter): Promise<void> {
    // Where committed files can be continued, committing shows the bytes to a Go registry, which continues files only.
    if (this.#driver.capabilities.append === 'any-offset') await writer.commit()
    this.#resumeTokens.set(upload.id, (await writer.close()) ?? '')
  }

  /** Bytes that are stored; whoever writes at the moment is not disturbed. */
  async size(upload: UploadState): Promise<number> {
    return this.#driver.writtenSize(uploadDataPath(upload.name, upload.id), this.#token(upload))
  }

  /** Whether this process has kept bytes of the upload. */
  hasKept(upload: UploadState): boolean {
    return this.#resumeTokens.has(upload.id)
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

  /** @returns whether anything was stored */
  async remove(upload: UploadState): Promise<boolean> {
    this.forget(upload)
    // What a power cut brings back is purged one day.
    return deleteIfPresent(this.#driver, uploadPath(upload.name, upload.id), { durable: false })
  }

  forget(upload: UploadState): void {
    this.#resumeTokens.delete(upload.id)
  }

  #token(upload: UploadState): { resumeToken?: string } {
    const resumeToken = this.#resumeTokens.get(upload.id)
    return resumeToken === undefined ? {} : { resumeToken }
  }
}
