import { RegistryError } from '../errors/registry-error.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Reply } from '../http/reply.ts'
import { algorithmOf, type Digest, isDigestAlgorithm, parseDigest } from '../names/digest.ts'
import { assertRepositoryName } from '../names/repository-name.ts'
import { chunkOf } from './content-range.ts'
import { blobCreatedReply, uploadReply } from './upload-reply.ts'

/** end-4a and end-4c "Pushing blobs", end-4b "Single POST", end-11 "Mounting a blob from another repository". */
export async function startUpload(exchange: Exchange, route: { name: string }): Promise<Reply> {
  const { name } = route
  const { query, services } = exchange
  const mount = query.get('mount')
  if (mount !== null && (await mountBlob(exchange, name, parseDigest(mount)))) {
    return blobCreatedReply(exchange, name, mount)
  }

  const digestText = query.get('digest')
  const digest = digestText === null ? undefined : parseDigest(digestText)
  const chunk = chunkOf(exchange)
  if (digest !== undefined && chunk !== undefined) {
    await services.uploads.push(name, digest, chunk)
    return blobCreatedReply(exchange, name, digest)
  }
  // A digest without a body only tells what is to come.
  const algorithm = query.get('digest-algorithm') ?? (digest === undefined ? 'sha256' : algorithmOf(digest))
  if (!isDigestAlgorithm(algorithm)) {
    throw new RegistryError('DIGEST_INVALID', {
      message: 'digest-algorithm is sha256 or sha512',
      detail: { algorithm: algorithm.slice(0, 32) },
    })
  }
  return uploadReply(exchange, 202, await services.uploads.begin(name, algorithm))
}

/**
 * "Alternatively, if a registry does not support cross-repository mounting or is unable to mount the requested blob,
 * it SHOULD return a 202."
 */
async function mountBlob(exchange: Exchange, name: string, digest: Digest): Promise<boolean> {
  const { blobs } = exchange.services
  const from = exchange.query.get('from')
  if (from === null || from === '') return mountFromAnywhere(exchange, name, digest)
  assertRepositoryName(from)
  const blob = await blobs.find(from, digest, { isLikely: true })
  if (blob === undefined) return false
  await blobs.add(name, blob, digest)
  return true
}

/** "The registry MAY treat the `from` parameter as optional, and it MAY cross-mount the blob if it can be found." */
async function mountFromAnywhere(exchange: Exchange, name: string, digest: Digest): Promise<boolean> {
  const { blobs } = exchange.services
  const size = algorithmOf(digest) === 'sha256' ? await blobs.size(digest) : undefined
  if (size === undefined) return false
  await blobs.add(name, { canonical: digest, size }, digest)
  return true
}
