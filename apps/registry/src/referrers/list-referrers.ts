import { RegistryError } from '../errors/registry-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { jsonReply, type Reply } from '../http/reply.ts'
import type { Descriptor } from '../manifests/descriptor.ts'
import { ociImageIndex } from '../manifests/media-types.ts'
import { isDigest, parseDigest } from '../names/digest.ts'

/** Bytes of descriptors on one page: what a client must be able to take as a manifest. */
const pageLimitBytes = 4 * 1024 * 1024 - 1024

/** end-12, "Listing Referrers". It never answers 404: clients take that for a registry without referrers. */
export async function listReferrers(exchange: Exchange, route: { name: string; digest: string }): Promise<Reply> {
  const { name } = route
  const subject = parseDigest(route.digest)
  const artifactType = exchange.query.get('artifactType') ?? ''
  const page = await readPage(exchange.services.referrers.list(name, subject, parseLast(exchange.query)), artifactType)
  const manifests = page.descriptors
  const last = manifests.at(-1)
  const headers: Record<string, string> = { 'Content-Type': ociImageIndex }
  if (artifactType !== '') headers['OCI-Filters-Applied'] = 'artifactType'
  if (page.more && last !== undefined) {
    const query = new URLSearchParams(artifactType === '' ? {} : { artifactType })
    query.set('last', last.digest)
    headers['Link'] = exchange.links.nextPage(`${name}/referrers/${subject}`, query)
  }
  return jsonReply(200, { schemaVersion: 2, mediaType: ociImageIndex, manifests }, headers)
}

function parseLast(query: URLSearchParams): string | undefined {
  const last = query.get('last')
  if (last === null || isDigest(last)) return last ?? undefined
  throw new RegistryError('DIGEST_INVALID', { message: 'last is the digest at which the page before ended' })
}

/** Takes what is of the type, and leaves unread what follows the page. */
async function readPage(
  referrers: AsyncIterable<Descriptor>,
  artifactType: string,
): Promise<{ descriptors: Descriptor[]; more: boolean }> {
  const page: Descriptor[] = []
  let size = 0
  for await (const descriptor of referrers) {
    if (artifactType !== '' && descriptor.artifactType !== artifactType) continue
    size += Buffer.byteLength(JSON.stringify(descriptor)) + 1
    if (size > pageLimitBytes && page.length > 0) return { descriptors: page, more: true }
    page.push(descriptor)
  }
  return { descriptors: page, more: false }
}
