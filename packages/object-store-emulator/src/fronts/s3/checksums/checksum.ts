import { createHash } from 'node:crypto'
import { createCRC32, createCRC64 } from 'hash-wasm'

export interface Checksum {
  update(bytes: Uint8Array): void
  /** As headers have it: base64. */
  value(): string
}

/** By the end of the header's name, `x-amz-checksum-…`: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
const makers: Readonly<Record<string, () => Promise<Checksum>>> = {
  crc32: async () => ofHex(await createCRC32()),
  // Polynomials have their bits in reverse.
  crc32c: async () => ofHex(await createCRC32(0x82_f6_3b_78)),
  crc64nvme: async () => ofHex(await createCRC64('9a6c9329ac4bc9b5')),
  sha1: async () => ofHash('sha1'),
  sha256: async () => ofHash('sha256'),
}

const prefix = 'x-amz-checksum-'

/** Undefined for a header that is no checksum. */
export const createChecksum = (header: string): Promise<Checksum> | undefined =>
  header.startsWith(prefix) ? makers[header.slice(prefix.length)]?.() : undefined

function ofHex(hasher: Awaited<ReturnType<typeof createCRC32>>): Checksum {
  hasher.init()
  return {
    update: (bytes) => void hasher.update(bytes),
    value: () => Buffer.from(hasher.digest('hex'), 'hex').toString('base64'),
  }
}

function ofHash(algorithm: string): Checksum {
  const hash = createHash(algorithm)
  return { update: (bytes) => void hash.update(bytes), value: () => hash.digest('base64') }
}
