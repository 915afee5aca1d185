import { createHash, randomUUID } from 'node:crypto'
import type { PieceStore } from '../storage/piece-store.ts'
import { borrowCrc64Hasher, returnCrc64Hasher } from './checksums/crc64-hasher.ts'
import { type Extent, lengthOf } from './extent.ts'
import type { StoredContent } from './stored-object.ts'

/**
 * The bytes of all buckets, and how often each piece is used: by objects, parts and answers under way. A copy shares the pieces of
 * its source, and an object that is overwritten while it is read stays whole for its reader.
 */
export class Pieces {
  readonly #store: PieceStore
  readonly #uses = new Map<string, number>()
  /** While buckets are opened, what one of them has no use for any more may belong to another. */
  keepsUnused: boolean

  constructor(store: PieceStore, keepsUnused: boolean = false) {
    this.#store = store
    this.keepsUnused = keepsUnused
  }

  /** Takes in a body. The caller owns one use of the result: `retain` it where it is kept, then `release` it. */
  async store(source: AsyncIterable<Uint8Array>): Promise<StoredContent> {
    const piece = randomUUID()
    const md5 = createHash('md5')
    const crc64 = await borrowCrc64Hasher()
    let size = 0
    async function* hashed(): AsyncGenerator<Uint8Array> {
      for await (const chunk of source) {
        md5.update(chunk)
        crc64.update(chunk)
        size += chunk.length
        yield chunk
      }
    }
    try {
      await this.#store.write(piece, hashed())
      const extents = size === 0 ? [] : [{ piece, offset: 0, length: size }]
      if (size === 0) await this.#store.remove(piece)
      this.retain(extents)
      return { size, etag: md5.digest('hex'), crc64: decimal(crc64.digest('hex')), extents }
    } finally {
      returnCrc64Hasher(crc64)
    }
  }

  /** What `store` would give for bytes that are in the store already; reads them once for their checksums, copies nothing. */
  async share(extents: readonly Extent[]): Promise<StoredContent> {
    this.retain(extents)
    const md5 = createHash('md5')
    const crc64 = await borrowCrc64Hasher()
    try {
      for await (const chunk of this.read(extents)) {
        md5.update(chunk)
        crc64.update(chunk)
      }
      return { size: lengthOf(extents), etag: md5.digest('hex'), crc64: decimal(crc64.digest('hex')), extents }
    } catch (error) {
      this.release(extents)
      throw error
    } finally {
      returnCrc64Hasher(crc64)
    }
  }

  async *read(extents: readonly Extent[]): AsyncGenerator<Uint8Array> {
    this.retain(extents)
    try {
      for (const { piece, offset, length } of extents) yield* this.#store.read(piece, offset, length)
    } finally {
      this.release(extents)
    }
  }

  isUsed(piece: string): boolean {
    return this.#uses.has(piece)
  }

  retain(extents: readonly Extent[]): void {
    for (const { piece } of extents) this.#uses.set(piece, (this.#uses.get(piece) ?? 0) + 1)
  }

  release(extents: readonly Extent[]): void {
    for (const { piece } of extents) {
      const uses = (this.#uses.get(piece) ?? 0) - 1
      if (uses > 0) {
        this.#uses.set(piece, uses)
        continue
      }
      this.#uses.delete(piece)
      if (this.keepsUnused) continue
      // Nobody waits for it: what is left over by a failure is removed at the next start.
      void this.#store.remove(piece).catch(() => undefined)
    }
  }
}

const decimal = (hex: string): string => String(BigInt(`0x${hex}`))
