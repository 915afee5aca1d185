import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../answer-xml.ts'
import { encryptionHeaders, readMetadata } from './object-headers.ts'

export async function initiateMultipartUpload(call: ServedCall): Promise<Answer> {
  const { bucket, key, account, dialect } = call
  const metadata = readMetadata(call)
  const upload = await bucket.initiateUpload(key, metadata, account.id)
  const root = element('InitiateMultipartUploadResult', [
    textElement('Bucket', bucket.name),
    textElement('Key', key),
    textElement('UploadId', upload.uploadId),
  ])
  return answerXml(root, encryptionHeaders(metadata, dialect))
}
