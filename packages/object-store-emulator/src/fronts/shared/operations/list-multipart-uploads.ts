import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../answer-xml.ts'
import { readKeyEncoding, readLimit } from '../list-parameters.ts'
import { isoTime } from '../iso-time.ts'

export async function listMultipartUploads(call: ServedCall): Promise<Answer> {
  const { bucket, limits, listing, dialect } = call
  const { query } = call.request
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const keyMarker = query.get('key-marker') ?? ''
  const uploadIdMarker = query.get('upload-id-marker') ?? ''
  const limit = readLimit(call, 'max-uploads', limits.pageSize)
  const { keyElement, elements } = readKeyEncoding(query)
  const options = { prefix, delimiter, keyMarker, uploadIdMarker, limit }
  const page = bucket.listUploads(options, ({ initiatedAt }) => initiatedAt <= listing.uploadsUntil)
  return answerXml(
    element('ListMultipartUploadsResult', [
      textElement('Bucket', bucket.name),
      ...elements,
      keyElement('KeyMarker', keyMarker),
      textElement('UploadIdMarker', uploadIdMarker),
      ...(page.isTruncated
        ? [keyElement('NextKeyMarker', page.nextKeyMarker), textElement('NextUploadIdMarker', page.nextUploadIdMarker)]
        : []),
      textElement('MaxUploads', limit),
      textElement('IsTruncated', page.isTruncated),
      keyElement('Prefix', prefix),
      ...(delimiter === '' ? [] : [keyElement('Delimiter', delimiter)]),
      ...page.uploads.map((upload) =>
        element('Upload', [
          keyElement('Key', upload.key),
          textElement('UploadId', upload.uploadId),
          textElement('StorageClass', upload.metadata.storageClass),
          ...dialect.ownerElements('Initiator', bucket.name),
          ...dialect.ownerElements('Owner', bucket.name),
          textElement('Initiated', isoTime(upload.initiatedAt)),
        ]),
      ),
      ...page.commonPrefixes.map((group) => element('CommonPrefixes', keyElement('Prefix', group))),
    ]),
  )
}
