import type { NamedPart } from '../../../engine/complete-upload.ts'
import { childrenOf, parseXml, textOf } from '../../../xml/parse-xml.ts'
import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../answer-xml.ts'
import { crc64Header, encryptionHeaders } from './object-headers.ts'
import { receiveDocument } from '../receive-content.ts'
import { readUploadId } from '../upload-parameters.ts'

export async function completeMultipartUpload(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits, request, dialect } = call
  const parts = readParts(await receiveDocument(call))
  const options = { limits, forbidsOverwrite: dialect.forbidsOverwrite(request.headers) }
  const object = await bucket.completeUpload(key, readUploadId(call), parts, options)
  const root = element('CompleteMultipartUploadResult', [
    textElement('Location', `http://${request.host}/${key}`),
    textElement('Bucket', bucket.name),
    textElement('Key', key),
    textElement('ETag', dialect.writeEtag(object.etag)),
  ])
  return answerXml(root, { ...crc64Header(dialect, object.crc64), ...encryptionHeaders(object.metadata, dialect) })
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
