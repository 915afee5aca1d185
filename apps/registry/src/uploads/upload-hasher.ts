import { createHash, type Hash } from 'node:crypto'
import type { IHasher } from 'hash-wasm'
import type { Digest, DigestAlgorithm } from '../names/digest.ts'
import { fromGoHashState, toGoHashState } from './go-hash-state.ts'

/** Hashes an upload's bytes as they pass. */
export interface UploadHasher {
  /** What it hashes by, besides sha256. */
  readonly algorithm: DigestAlgorithm
  /** Bytes hashed so far. */
  readonly offset: number
  update(chunk: Uint8Array): void
  /** Digests of the bytes so far; more may follow. */
  digests(): UploadDigests
  /** The state with which a Go registry, or another process of ours, goes on; undefined where it cannot be told. */
  goState(): Uint8Array | undefined
}

/** By algorithm; sha256 is always there. */
export type UploadDigests = { readonly sha256: Digest } & Readonly<Partial<Record<DigestAlgorithm, Digest>>>

/** Hashes with Node's own functions, about five times as fast as anything that can save its state. */
export class NativeHasher implements UploadHasher {
  readonly algorithm: DigestAlgorithm
  offset = 0
  readonly #sha256: Hash = createHash('sha256')
  readonly #sha512: Hash | undefined

  constructor(algorithm: DigestAlgorithm) {
    this.algorithm = algorithm
    this.#sha512 = algorithm === 'sha512' ? createHash('sha512') : undefined
  }

  update(chunk: Uint8Array): void {
    this.#sha256.update(chunk)
    this.#sha512?.update(chunk)
    this.offset += chunk.length
  }

  digests(): UploadDigests {
    const sha256 = `sha256:${this.#sha256.copy().digest('hex')}`
    return this.#sha512 === undefined ? { sha256 } : { sha256, sha512: `sha512:${this.#sha512.copy().digest('hex')}` }
  }

  goState(): undefined {
    return undefined
  }
}

/** Hashes with a sha256 whose state can be saved and loaded, for uploads that move between processes. */
export class ResumableHasher implements UploadHasher {
  readonly algorithm = 'sha256'
  readonly #sha256: IHasher
  offset: number

  private constructor(sha256: IHasher, offset: number) {
    this.#sha256 = sha256
    this.offset = offset
  }

  static async create(): Promise<ResumableHasher> {
    return new ResumableHasher(await createHasher(), 0)
  }

  /** Goes on from a saved state; undefined where `state` is none of the Go registry's form. */
  static async load(state: Uint8Array, offset: number): Promise<ResumableHasher | undefined> {
    const sha256 = await createHasher()
    const saved = fromGoHashState(state, sha256.save())
    return saved === undefined ? undefined : new ResumableHasher(sha256.load(saved), offset)
  }

  update(chunk: Uint8Array): void {
    this.#sha256.update(chunk)
    this.offset += chunk.length
  }

  digests(): UploadDigests {
    const state = this.#sha256.save()
    const sha256 = `sha256:${this.#sha256.digest('hex')}`
    this.#sha256.load(state)
    return { sha256 }
  }

  goState(): Uint8Array {
    return toGoHashState(this.#sha256.save())
  }
}

/** Loaded when it is first needed: most registries never take an upload over from another. */
async function createHasher(): Promise<IHasher> {
  const { createSHA256 } = await import('hash-wasm')
  return (await createSHA256()).init()
}
