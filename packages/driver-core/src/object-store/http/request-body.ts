import type { ObjectContent } from '../object-store-client.ts'
import type { ContentDigest } from './store-request.ts'

/** Bytes: small enough that each piece that leaves shows the connection to be alive, and that none holds up the process. */
const pieceSizeBytes = 256 * 1024

/** Bytes of all buffers together. */
export function contentLength(content: ObjectContent): number {
  return content.reduce((total, buffer) => total + buffer.byteLength, 0)
}

/** Whether a try needs its body any longer. */
export interface Sending {
  readonly over: boolean
}

/**
 * The body of one try: views of the buffers, which are neither copied nor changed.
 * @param digest shown each piece as it leaves
 * @param sending ends the body: a try that failed may be read from once more, and then the buffers belong to the next one
 */
export function* requestBody(
  content: ObjectContent,
  digest: ContentDigest | undefined,
  sending: Sending,
): Generator<Uint8Array, void, void> {
  for (const buffer of content) {
    for (let start = 0; start < buffer.byteLength; start += pieceSizeBytes) {
      if (sending.over) return
      const piece = buffer.subarray(start, start + pieceSizeBytes)
      digest?.update(piece)
      yield piece
    }
  }
}
