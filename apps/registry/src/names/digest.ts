import { hash } from 'node:crypto'
import { RegistryError } from '../errors/registry-error.ts'

/** `sha256:` or `sha512:` and lower-case hexadecimal digits (OCI image specification, "Digests"). */
export type Digest = string

export type DigestAlgorithm = 'sha256' | 'sha512'

const digestPattern = /^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$/

export function isDigest(text: string): boolean {
  return digestPattern.test(text)
}

export function isDigestAlgorithm(text: string): text is DigestAlgorithm {
  return text === 'sha256' || text === 'sha512'
}

/** @throws RegistryError DIGEST_INVALID */
export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text
  throw new RegistryError('DIGEST_INVALID', {
    message: 'a digest is sha256: with 64, or sha512: with 128, lower-case hexadecimal digits',
    detail: { digest: text.slice(0, 160) },
  })
}

export function algorithmOf(digest: Digest): DigestAlgorithm {
  return digest.startsWith('sha512:') ? 'sha512' : 'sha256'
}

/** The digest of bytes that are in memory. */
export function digestOf(bytes: Uint8Array, algorithm: DigestAlgorithm): Digest {
  return `${algorithm}:${hash(algorithm, bytes)}`
}

/** The hexadecimal digits behind the algorithm. */
export function encodedOf(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1)
}
