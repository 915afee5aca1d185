import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../answer-xml.ts'
import { readKeyEncoding, readLimit, readNumber } from '../list-parameters.ts'
import { readUploadId } from '../upload-parameters.ts'
import { isoTime } from '../iso-time.ts'

export async function listParts(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits, request, dialect } = call
  const { parts, uploadId, metadata } = bucket.getUpload(key, readUploadId(call))
  const limit = readLimit(call, 'max-parts', limits.pageSize)
  const marker = readNumber(request.query, 'part-number-marker', 0)
  const { keyElement, elements } = readKeyEncoding(request.query)
  const following = [...parts.values()]
    .filter(({ partNumber }) => partNumber > marker)
    .toSorted((a, b) => a.partNumber - b.partNumber)
  const page = following.slice(0, limit)
  return answerXml(
    element('ListPartsResult', [
      textElement('Bucket', bucket.name),
      ...elements,
      keyElement('Key', key),
      textElement('UploadId', uploadId),
      ...dialect.ownerElements('Initiator', bucket.name),
      ...dialect.ownerElements('Owner', bucket.name),
      textElement('StorageClass', metadata.storageClass),
      textElement('PartNumberMarker', marker),
      ...(page.length < following.length
        ? [textElement('NextPartNumberMarker', page.at(-1)?.partNumber ?? marker)]
        : []),
      textElement('MaxParts', limit),
      textElement('IsTruncated', page.length < following.length),
      ...page.map((part) =>
        element('Part', [
          textElement('PartNumber', part.partNumber),
          textElement('LastModified', isoTime(part.lastModified)),
          textElement('ETag', dialect.writeEtag(part.etag)),
          ...dialect.partElements(part),
          textElement('Size', part.size),
        ]),
      ),
    ]),
  )
}
