import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ObjectContent } from '../object-store-client.ts'

/** Bytes that are hashed in one turn: a millisecond or two. */
const turnBytes = 1024 * 1024

/** The value of a `Content-MD5` header: what arrives as something else is refused by the store, and nobody ever sees it. */
export async function contentMd5(content: ObjectContent): Promise<string> {
  const hash = createHash('md5')
  let sinceTurn = 0
  for (const buffer of content) {
    for (let start = 0; start < buffer.byteLength; start += turnBytes) {
      const piece = buffer.subarray(start, start + turnBytes)
      if (sinceTurn + piece.byteLength > turnBytes) {
        await nextTurn()
        sinceTurn = 0
      }
      hash.update(piece)
      sinceTurn += piece.byteLength
    }
  }
  return hash.digest('base64')
}
