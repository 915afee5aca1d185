import { createHash } from 'node:crypto'
import type { ObjectMetadata, StoredObject } from '../../../engine/stored-object.ts'
import type { Answer } from '../../answer.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'
import { type CopySource, findCopySource } from './copy-source.ts'
import { encryptionHeaders, readMetadata } from './object-headers.ts'
import { answerCopy } from './answer-copy.ts'

export async function putObjectCopy(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits, pieces, request, dialect } = call
  const source = findCopySource(call)
  const { object } = source
  if (object.size > limits.maxSingleCopySizeBytes) {
    throw new ServiceError('InvalidRequest', { detail: 'the source is too large for one copy' })
  }
  const metadata = chooseMetadata(call, source)
  pieces.retain(object.extents)
  try {
    const content = { ...object, etag: etagOfCopy(object) }
    const copy = await bucket.put(key, content, {
      metadata,
      forbidsOverwrite: dialect.forbidsOverwrite(request.headers),
    })
    return answerCopy(dialect, 'CopyObjectResult', copy, encryptionHeaders(metadata, dialect))
  } finally {
    pieces.release(object.extents)
  }
}

/** A copy is one whole again: it has not the ETag of a source that was uploaded in parts. */
const etagOfCopy = ({ etag }: StoredObject): string =>
  etag.includes('-') ? createHash('md5').update(`copy of ${etag}`).digest('hex') : etag

/** Storage class and encryption are never copied along: they are the usual ones unless the request names others. */
function chooseMetadata(call: ServedCall, { bucketName, object }: CopySource): ObjectMetadata {
  const { bucket, dialect, key } = call
  const { headerPrefix, replacingDirective, refusesIdleCopies } = dialect
  const own = readMetadata(call)
  const directive = call.request.headers[`${headerPrefix}metadata-directive`]?.toLowerCase() ?? 'copy'
  if (directive === replacingDirective) return own
  if (directive !== 'copy') throw new ServiceError('InvalidArgument', { detail: `${headerPrefix}metadata-directive` })
  const isChanged = own.storageClass !== object.metadata.storageClass
  if (refusesIdleCopies && bucketName === bucket.name && object.key === key && !isChanged) {
    throw new ServiceError('InvalidRequest', { detail: 'a copy of an object onto itself must change something' })
  }
  const encryption = encryptionHeaders(object.metadata, dialect)
  const copied = Object.entries(object.metadata.headers).filter(([name]) => encryption[name] === undefined)
  return {
    headers: { ...Object.fromEntries(copied), ...encryptionHeaders(own, dialect) },
    storageClass: own.storageClass,
  }
}
