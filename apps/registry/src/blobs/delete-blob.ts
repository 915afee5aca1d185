import { assertDeleteEnabled } from '../http/assert-delete-enabled.ts'
import { RegistryError } from '../errors/registry-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { emptyReply, type Reply } from '../http/reply.ts'
import { parseDigest } from '../names/digest.ts'

/** end-10, "Deleting Blobs": the repository no longer holds it; its bytes stay until garbage collection. */
export async function deleteBlob(exchange: Exchange, route: { name: string; digest: string }): Promise<Reply> {
  assertDeleteEnabled(exchange, 'GET, HEAD')
  const digest = parseDigest(route.digest)
  if (!(await exchange.services.blobs.unlink(route.name, digest))) {
    throw new RegistryError('BLOB_UNKNOWN', { detail: { digest } })
  }
  return emptyReply(202, { 'Docker-Content-Digest': digest })
}
