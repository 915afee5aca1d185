import { RegistryError } from '../errors/registry-error.ts'
import type { Exchange } from '../http/exchange.ts'
import type { UploadChunk } from './upload-chunk.ts'

/**
 * The chunk that a request brings; undefined for one without a body.
 * "The `<range>` refers to the byte range of the chunk, and MUST be inclusive on both ends."
 * @throws RegistryError RANGE_INVALID for a malformed `Content-Range`, SIZE_INVALID for one that is not as long as the body
 */
export function chunkOf(exchange: Exchange): UploadChunk | undefined {
  const range = parseContentRange(exchange.header('content-range'))
  const contentLength = exchange.hasBody ? exchange.contentLength : 0
  if (range !== undefined && contentLength !== undefined && contentLength !== range.length) {
    throw new RegistryError('SIZE_INVALID', {
      message: 'Content-Length and Content-Range do not agree',
      detail: { contentLength, rangeLength: range.length },
    })
  }
  if (!exchange.hasBody) return undefined
  return { body: exchange.body(), length: range?.length ?? contentLength, start: range?.start }
}

/** The specification's form is `<first>-<last>`; RFC 9110's `bytes <first>-<last>/<size or *>` is taken too. */
function parseContentRange(header: string | undefined): { start: number; length: number } | undefined {
  if (header === undefined) return undefined
  const match = /^(?:bytes[ =])?(\d{1,15})-(\d{1,15})(?:\/(?:\d{1,15}|\*))?$/.exec(header.trim())
  const start = Number(match?.[1])
  const last = Number(match?.[2])
  if (match === null || last < start) {
    throw new RegistryError('RANGE_INVALID', {
      message: 'Content-Range is <first byte>-<last byte>',
      detail: { contentRange: header.slice(0, 64) },
    })
  }
  return { start, length: last - start + 1 }
}
