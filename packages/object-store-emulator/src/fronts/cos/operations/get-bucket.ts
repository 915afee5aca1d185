import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../../shared/answer-xml.ts'
import { readKeyEncoding, readLimit } from '../../shared/list-parameters.ts'
import { ownerElement } from './owner.ts'
import { isoTime } from '../../shared/iso-time.ts'

/** The list of objects: https://cloud.tencent.com/document/product/436/7734 */
export async function getBucket({ bucket, request: { query }, limits, listing }: ServedCall): Promise<Answer> {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const marker = query.get('marker') ?? ''
  const limit = readLimit(query, 'max-keys', limits.pageSize)
  const { keyElement, elements } = readKeyEncoding(query)
  const page = bucket.list(
    { prefix, delimiter, marker, limit },
    ({ lastModified }) => lastModified <= listing.objectsUntil,
  )
  return answerXml(
    element('ListBucketResult', [
      textElement('Name', bucket.name),
      ...elements,
      keyElement('Prefix', prefix),
      keyElement('Marker', marker),
      textElement('MaxKeys', limit),
      ...(delimiter === '' ? [] : [keyElement('Delimiter', delimiter)]),
      textElement('IsTruncated', page.isTruncated),
      ...(page.isTruncated ? [keyElement('NextMarker', page.last ?? '')] : []),
      ...page.objects.map((object) =>
        element('Contents', [
          keyElement('Key', object.key),
          textElement('LastModified', isoTime(object.lastModified)),
          textElement('ETag', `"${object.etag}"`),
          textElement('Size', object.size),
          ownerElement('Owner', bucket.name),
          textElement('StorageClass', object.metadata.storageClass),
        ]),
      ),
      ...page.commonPrefixes.map((group) => element('CommonPrefixes', keyElement('Prefix', group))),
    ]),
  )
}
