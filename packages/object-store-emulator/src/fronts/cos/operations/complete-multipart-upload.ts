import type { NamedPart } from '../../../engine/complete-upload.ts'
import { childrenOf, parseXml, textOf } from '../../../xml/parse-xml.ts'
import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../../shared/answer-xml.ts'
import { encryptionHeaders, forbidsOverwrite } from './object-headers.ts'
import { receiveDocument } from '../../shared/receive-content.ts'
import { readUploadId } from '../../shared/upload-parameters.ts'

/** https://cloud.tencent.com/document/product/436/7742 */
export async function completeMultipartUpload(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits, request } = call
  const parts = readParts(await receiveDocument(call))
  const options = { limits, forbidsOverwrite: forbidsOverwrite(request.headers) }
  const object = await bucket.completeUpload(key, readUploadId(call), parts, options)
  const root = element('CompleteMultipartUploadResult', [
    textElement('Location', `http://${request.host}/${key}`),
    textElement('Bucket', bucket.name),
    textElement('Key', key),
    textElement('ETag', `"${object.etag}"`),
  ])
  return answerXml(root, { 'x-cos-hash-crc64ecma': object.crc64, ...encryptionHeaders(object.metadata) })
}

function readParts(document: string): NamedPart[] {
  const root = parseXml(document, 'CompleteMultipartUpload')
  const parts = (root ? childrenOf(root, 'Part') : []).map((part) => ({
    partNumber: Number(textOf(part, 'PartNumber')?.trim()),
    etag: (textOf(part, 'ETag') ?? '').trim().replaceAll('"', ''),
  }))
  if (parts.length === 0 || parts.some(({ partNumber }) => !Number.isInteger(partNumber))) {
    throw new ServiceError('MalformedXML')
  }
  return parts
}
