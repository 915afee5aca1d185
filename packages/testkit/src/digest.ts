import { createHash } from 'node:crypto'

export type Sha256Digest = `sha256:${string}`

/** The digest of `bytes`, such as `sha256:e3b0c442…`. */
export function sha256(bytes: Uint8Array): Sha256Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
