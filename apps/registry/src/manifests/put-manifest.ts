import { RegistryError } from '../errors/registry-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { emptyReply, type Reply } from '../http/reply.ts'
import { readWholeBody } from '../http/request-body.ts'
import { warningHeaders } from '../http/warnings.ts'
import { algorithmOf, digestOf } from '../names/digest.ts'
import { isTag } from '../names/tag.ts'
import { checkReferences } from './check-references.ts'
import { parseManifest } from './parse-manifest.ts'
import { pushWarnings } from './push-warnings.ts'
import { parseReference, type Reference } from './reference.ts'
import { storeManifest } from './store-manifest.ts'

/** "Client and registry implementations SHOULD expect to be able to support manifest pushes of at least 4 megabytes." */
const sizeLimitBytes = 4 * 1024 * 1024

/** The specification asks for ten; each costs two files, and a request's headers have room for thousands. */
const mostTags = 100

/** end-7, "Pushing Manifests". */
export async function putManifest(exchange: Exchange, route: { name: string; reference: string }): Promise<Reply> {
  const { name } = route
  const reference = parseReference(route.reference)
  if (reference === undefined) throw invalidTag(route.reference)
  const pushedTags = tagsOf(reference, exchange.query)

  const bytes = await readWholeBody(exchange.body(), sizeLimitBytes, exchange.contentLength)
  const digest = digestOf(bytes, reference.kind === 'digest' ? algorithmOf(reference.digest) : 'sha256')
  if (reference.kind === 'digest' && digest !== reference.digest) {
    throw new RegistryError('DIGEST_INVALID', {
      message: 'the manifest has another digest than the one it was pushed by',
      detail: { expected: reference.digest, actual: digest },
    })
  }
  const manifest = parseManifest(bytes, exchange.header('content-type'))
  await checkReferences(name, manifest, exchange.services)

  await storeManifest(exchange.services, { name, digest, bytes, manifest, tags: pushedTags })
  const warnings = warningHeaders(pushWarnings(manifest))
  return emptyReply(201, {
    ...(warnings.length === 0 ? {} : { Warning: warnings }),
    Location: exchange.links.manifest(name, digest),
    'Docker-Content-Digest': digest,
    ...(manifest.subject === undefined ? {} : { 'OCI-Subject': manifest.subject.digest }),
    ...(reference.kind === 'digest' && pushedTags.length > 0 ? { 'OCI-Tag': pushedTags.join(', ') } : {}),
  })
}

/** The tag of the path, or those of `?tag=` beside a digest. */
function tagsOf(reference: Reference, query: URLSearchParams): readonly string[] {
  if (reference.kind === 'tag') return [reference.tag]
  const tags = [...new Set(query.getAll('tag'))]
  if (tags.length > mostTags) {
    throw new RegistryError('TAG_INVALID', { status: 414, message: `a push names at most ${mostTags} tags` })
  }
  const illegal = tags.find((tag) => !isTag(tag))
  if (illegal !== undefined) throw invalidTag(illegal)
  return tags
}

function invalidTag(tag: string): RegistryError {
  return new RegistryError('TAG_INVALID', {
    message: 'a tag is a letter, digit or _ and up to 127 letters, digits and . _ - behind it',
    detail: { tag: tag.slice(0, 128) },
  })
}
