import { RegistryError } from '../errors/registry-error.ts'
import { entityTag, matchesEntityTag } from '../http/entity-tag.ts'
import type { Exchange } from '../http/exchange.ts'
import { emptyReply, type Reply } from '../http/reply.ts'
import type { Digest } from '../names/digest.ts'
import { accepts } from './accepts.ts'
import { parseReference } from './reference.ts'

/** end-3, "Pulling manifests" and "Checking if content exists in the registry". */
export async function getManifest(exchange: Exchange, route: { name: string; reference: string }): Promise<Reply> {
  const { name, reference } = route
  const digest = await resolve(exchange, name, reference)
  const manifest = digest === undefined ? undefined : await exchange.services.manifests.get(name, digest)
  if (digest === undefined || manifest === undefined) {
    throw new RegistryError('MANIFEST_UNKNOWN', { detail: { name, reference } })
  }
  if (!accepts(exchange.header('accept'), manifest.mediaType)) {
    throw new RegistryError('MANIFEST_UNKNOWN', {
      message: `the manifest is of type ${manifest.mediaType}, which the request's Accept header leaves out`,
      detail: { name, reference },
    })
  }
  const headers = { 'Docker-Content-Digest': digest, ETag: entityTag(digest) }
  if (matchesEntityTag(exchange.header('if-none-match'), digest)) return emptyReply(304, headers)
  return {
    status: 200,
    headers: { ...headers, 'Content-Type': manifest.mediaType, 'Content-Length': String(manifest.bytes.length) },
    body: manifest.bytes,
  }
}

async function resolve(exchange: Exchange, name: string, text: string): Promise<Digest | undefined> {
  const reference = parseReference(text)
  if (reference?.kind === 'digest') return reference.digest
  return reference === undefined ? undefined : exchange.services.tags.resolve(name, reference.tag)
}
