import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../answer-xml.ts'
import { readKeyEncoding, readLimit } from '../list-parameters.ts'
import { contentsElement } from './contents-element.ts'

/** The list of objects, in its first form. */
export async function getBucket(call: ServedCall): Promise<Answer> {
  const { bucket, limits, listing, dialect } = call
  const { query } = call.request
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const marker = query.get('marker') ?? ''
  const limit = readLimit(call, 'max-keys', Math.min(dialect.usualPageSize, limits.pageSize))
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
        contentsElement(call, keyElement, object, dialect.ownerElements('Owner', bucket.name)),
      ),
      ...page.commonPrefixes.map((group) => element('CommonPrefixes', keyElement('Prefix', group))),
    ]),
  )
}
