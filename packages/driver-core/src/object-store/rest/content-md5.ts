import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ObjectContent } from '../object-store-client.ts'
import type { RestDialect } from './rest-dialect.ts'

/** Bytes that are hashed in one turn: a millisecond or two. */
const turnBytes = 1024 * 1024

/** The header with which what arrives as something else is refused by the store, and nobody ever sees it. */
export async function contentMd5Header(
  content: ObjectContent,
  encoding: RestDialect['contentMd5'] = 'base64',
): Promise<Readonly<Record<string, string>>> {
  return encoding === 'none' ? {} : { 'content-md5': await contentMd5(content, encoding) }
}

/** The value of a `Content-MD5` header. */
export async function contentMd5(content: ObjectContent, encoding: 'base64' | 'hex' = 'base64'): Promise<string> {
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
  return hash.digest(encoding)
}
