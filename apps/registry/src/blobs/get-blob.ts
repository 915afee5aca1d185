import { RegistryError } from '../errors/registry-error.ts'
import { parseByteRange } from '../http/byte-range.ts'
import { entityTag, matchesEntityTag } from '../http/entity-tag.ts'
import type { Exchange } from '../http/exchange.ts'
import { emptyReply, type Reply } from '../http/reply.ts'
import { streamBuffers } from '../http/stream-buffers.ts'
import { type Digest, parseDigest } from '../names/digest.ts'
import { smallBlobBytes, type StoredBlob } from './blob-store.ts'

/** end-2, "Pulling blobs" and "Checking if content exists in the registry". */
export async function getBlob(exchange: Exchange, route: { name: string; digest: string }): Promise<Reply> {
  const digest = parseDigest(route.digest)
  const { blobs, configuration } = exchange.services
  const blob = await blobs.find(route.name, digest, { isLikely: exchange.request.method !== 'HEAD' })
  if (blob === undefined) throw new RegistryError('BLOB_UNKNOWN', { detail: { digest } })

  const headers = {
    'Docker-Content-Digest': digest,
    ETag: entityTag(digest),
    'Cache-Control': 'max-age=31536000',
    'Accept-Ranges': 'bytes',
  }
  if (matchesEntityTag(exchange.header('if-none-match'), digest)) return emptyReply(304, headers)

  const typed = { ...headers, 'Content-Type': 'application/octet-stream' }
  // Never a redirect, as a Go registry has it: all that the store would say, and the digest besides, is known here already.
  if (exchange.request.method === 'HEAD') {
    return { status: 200, headers: { ...typed, 'Content-Length': String(blob.size) } }
  }
  if (!configuration.storage.redirect.disable) {
    const url = await blobs.redirectUrl(blob)
    if (url !== undefined) return redirect(url, digest)
  }
  const range = parseByteRange(rangeHeader(exchange, entityTag(digest)), blob.size)
  if (range === 'unsatisfiable') {
    throw new RegistryError('RANGE_INVALID', {
      message: `the blob has ${blob.size} bytes; the range asks for none of them`,
      headers: { 'Content-Range': `bytes */${blob.size}` },
    })
  }
  if (range === 'whole') {
    return {
      status: 200,
      headers: { ...typed, 'Content-Length': String(blob.size) },
      body: await read(exchange, blob, 0, blob.size),
    }
  }
  const { offset, length } = range
  return {
    status: 206,
    headers: {
      ...typed,
      'Content-Length': String(length),
      'Content-Range': `bytes ${offset}-${offset + length - 1}/${blob.size}`,
    },
    body: await read(exchange, blob, offset, length),
  }
}

/** To the store itself. The URL is good for a while only: nobody may remember it. */
function redirect(url: URL, digest: Digest): Reply {
  return emptyReply(307, { 'Docker-Content-Digest': digest, 'Cache-Control': 'no-store', Location: url.href })
}

/** RFC 9110 section 13.1.5: with `If-Range` of another content the range does not count. */
function rangeHeader(exchange: Exchange, tag: string): string | undefined {
  const condition = exchange.header('if-range')
  return condition === undefined || condition === tag ? exchange.header('range') : undefined
}

async function read(exchange: Exchange, blob: StoredBlob, offset: number, length: number): Promise<Reply['body']> {
  if (length === 0) return undefined
  const { blobs } = exchange.services
  if (length === blob.size && length <= smallBlobBytes) return blobs.read(blob)
  return blobs.open(blob, { offset, length, signal: exchange.signal, buffers: streamBuffers })
}
