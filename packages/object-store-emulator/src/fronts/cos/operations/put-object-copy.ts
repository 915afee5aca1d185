import { createHash } from 'node:crypto'
import type { ObjectMetadata, StoredObject } from '../../../engine/stored-object.ts'
import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../../shared/answer-xml.ts'
import { type CopySource, findCopySource } from './copy-source.ts'
import { encryptionHeaders, forbidsOverwrite, readMetadata } from './object-headers.ts'
import { isoTime } from '../../shared/iso-time.ts'

/** https://cloud.tencent.com/document/product/436/10881 */
export async function putObjectCopy(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits, request, pieces } = call
  const source = findCopySource(call)
  const { object } = source
  if (object.size > limits.maxSingleCopySizeBytes) {
    throw new ServiceError('InvalidRequest', { detail: 'the source is too large for one copy' })
  }
  const metadata = chooseMetadata(call, source)
  pieces.retain(object.extents)
  try {
    const content = { ...object, etag: etagOfCopy(object) }
    const copy = await bucket.put(key, content, { metadata, forbidsOverwrite: forbidsOverwrite(request.headers) })
    const root = element('CopyObjectResult', [
      textElement('ETag', `"${copy.etag}"`),
      textElement('CRC64', copy.crc64),
      textElement('LastModified', isoTime(copy.lastModified)),
    ])
    return answerXml(root, { 'x-cos-hash-crc64ecma': copy.crc64, ...encryptionHeaders(metadata) })
  } finally {
    pieces.release(object.extents)
  }
}

/** A copy is one whole again: it has not the ETag of a source that was uploaded in parts. */
const etagOfCopy = ({ etag }: StoredObject): string =>
  etag.includes('-') ? createHash('md5').update(`copy of ${etag}`).digest('hex') : etag

/** Storage class and encryption are never copied along: they are the usual ones unless the request names others. */
function chooseMetadata(
  { request: { headers }, bucket, key }: ServedCall,
  { bucketName, object }: CopySource,
): ObjectMetadata {
  const own = readMetadata(headers)
  const directive = headers['x-cos-metadata-directive']?.toLowerCase() ?? 'copy'
  if (directive === 'replaced') return own
  if (directive !== 'copy') throw new ServiceError('InvalidArgument', { detail: 'x-cos-metadata-directive' })
  const isChanged = own.storageClass !== object.metadata.storageClass
  if (bucketName === bucket.name && object.key === key && !isChanged) {
    throw new ServiceError('InvalidRequest', { detail: 'a copy of an object onto itself must change something' })
  }
  const copied = Object.entries(object.metadata.headers).filter(([name]) => !name.startsWith('x-cos-server-side-'))
  return { headers: { ...Object.fromEntries(copied), ...encryptionHeaders(own) }, storageClass: own.storageClass }
}
