import { createHash } from 'node:crypto'
import type { ObjectHead, ObjectPart } from '../object-store-client.ts'

export interface StoredObject extends ObjectHead {
  readonly bytes: Uint8Array
}

export interface StoredPart extends ObjectPart {
  readonly bytes: Uint8Array
}

export interface StoredUpload {
  readonly key: string
  readonly uploadId: string
  readonly startedAt: Date
  readonly parts: Map<number, StoredPart>
}

/** Objects and unfinished uploads in memory; several clients may share one, as several processes share a bucket. */
export class MemoryBucket {
  readonly uploads: Map<string, StoredUpload> = new Map()
  readonly #objects = new Map<string, StoredObject>()
  #keys: string[] | undefined

  put(key: string, bytes: Uint8Array, etag: string = etagOf(bytes)): StoredObject {
    if (!this.#objects.has(key)) this.#keys = undefined
    const object = { key, bytes, size: bytes.length, etag, modifiedAt: new Date() }
    this.#objects.set(key, object)
    return object
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key)
  }

  delete(key: string): void {
    if (this.#objects.delete(key)) this.#keys = undefined
  }

  /** In order of their bytes. */
  keys(): readonly string[] {
    this.#keys ??= [...this.#objects.keys()].toSorted(compareBytes)
    return this.#keys
  }
}

/** The MD5 of the bytes in quotes, as the stores have it for an object that was put. */
export function etagOf(...chunks: readonly Uint8Array[]): string {
  const hash = createHash('md5')
  for (const chunk of chunks) hash.update(chunk)
  return `"${hash.digest('hex')}"`
}

/** The MD5 of the parts' MD5s and their number, as S3 has it for an object that was uploaded in parts. */
export function etagOfParts(parts: readonly ObjectPart[]): string {
  const hash = createHash('md5')
  for (const part of parts) hash.update(Buffer.from(part.etag.replaceAll('"', ''), 'hex'))
  return `"${hash.digest('hex')}-${parts.length}"`
}

/** Stores sort by the bytes of UTF-8, which is not the order of JavaScript's strings above U+D7FF. */
export function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}
