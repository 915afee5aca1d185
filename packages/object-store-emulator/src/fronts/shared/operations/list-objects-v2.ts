import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { ServiceError } from '../../service-error.ts'
import { answerXml } from '../answer-xml.ts'
import { readKeyEncoding, readLimit } from '../list-parameters.ts'
import { contentsElement } from './contents-element.ts'

/** The list of objects in its second form: https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2 */
export async function listObjectsV2(call: ServedCall): Promise<Answer> {
  const { bucket, limits, listing, dialect } = call
  const { query } = call.request
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const startAfter = query.get('start-after') ?? ''
  const token = query.get('continuation-token')
  const limit = readLimit(call, 'max-keys', Math.min(dialect.usualPageSize, limits.pageSize))
  const { keyElement, elements } = readKeyEncoding(query)
  const owner = query.get('fetch-owner') === 'true' ? dialect.ownerElements('Owner', bucket.name) : []
  const marker = token === undefined ? startAfter : readToken(token)
  const page = bucket.list(
    { prefix, delimiter, marker, limit },
    ({ lastModified }) => lastModified <= listing.objectsUntil,
  )
  return answerXml(
    element('ListBucketResult', [
      textElement('Name', bucket.name),
      ...elements,
      keyElement('Prefix', prefix),
      ...(startAfter === '' ? [] : [keyElement('StartAfter', startAfter)]),
      ...(token === undefined ? [] : [textElement('ContinuationToken', token)]),
      textElement('MaxKeys', limit),
      ...(delimiter === '' ? [] : [keyElement('Delimiter', delimiter)]),
      textElement('IsTruncated', page.isTruncated),
      ...(page.isTruncated ? [textElement('NextContinuationToken', writeToken(page.last ?? ''))] : []),
      textElement('KeyCount', page.objects.length + page.commonPrefixes.length),
      ...page.objects.map((object) => contentsElement(call, keyElement, object, owner)),
      ...page.commonPrefixes.map((group) => element('CommonPrefixes', keyElement('Prefix', group))),
    ]),
  )
}

/** Nothing that a client could guess the next key from. */
const writeToken = (key: string): string => Buffer.from(`next ${key}`).toString('base64')

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8')
  if (!text.startsWith('next ')) throw new ServiceError('InvalidArgument', { detail: 'continuation-token' })
  return text.slice('next '.length)
}
