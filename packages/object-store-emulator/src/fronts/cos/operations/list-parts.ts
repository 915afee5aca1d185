import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../../shared/answer-xml.ts'
import { readKeyEncoding, readLimit } from '../../shared/list-parameters.ts'
import { ownerElement } from './owner.ts'
import { readUploadId } from '../../shared/upload-parameters.ts'
import { isoTime } from '../../shared/iso-time.ts'

/** https://cloud.tencent.com/document/product/436/7747 */
export async function listParts(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits, request } = call
  const { parts, uploadId, metadata } = bucket.getUpload(key, readUploadId(call))
  const limit = readLimit(request.query, 'max-parts', limits.pageSize)
  const marker = readLimit(request.query, 'part-number-marker', limits.maxParts)
  const isFirst = !request.query.has('part-number-marker')
  const { keyElement, elements } = readKeyEncoding(request.query)
  const following = [...parts.values()]
    .filter(({ partNumber }) => isFirst || partNumber > marker)
    .toSorted((a, b) => a.partNumber - b.partNumber)
  const page = following.slice(0, limit)
  return answerXml(
    element('ListPartsResult', [
      textElement('Bucket', bucket.name),
      ...elements,
      keyElement('Key', key),
      textElement('UploadId', uploadId),
      ownerElement('Initiator', bucket.name),
      ownerElement('Owner', bucket.name),
      textElement('StorageClass', metadata.storageClass),
      textElement('PartNumberMarker', isFirst ? 0 : marker),
      ...(page.length < following.length
        ? [textElement('NextPartNumberMarker', page.at(-1)?.partNumber ?? marker)]
        : []),
      textElement('MaxParts', limit),
      textElement('IsTruncated', page.length < following.length),
      ...page.map((part) =>
        element('Part', [
          textElement('PartNumber', part.partNumber),
          textElement('LastModified', isoTime(part.lastModified)),
          textElement('ETag', `"${part.etag}"`),
          textElement('Size', part.size),
        ]),
      ),
    ]),
  )
}
