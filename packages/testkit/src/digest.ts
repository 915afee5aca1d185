import { createHash } from 'node:crypto'

/** The digest of `bytes`, such as `sha256:e3b0c442…`. */
export function sha256(bytes: Uint8Array): `sha256:${string}` {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
