import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../../shared/answer-xml.ts'
import { encryptionHeaders, readMetadata } from './object-headers.ts'

/** https://cloud.tencent.com/document/product/436/7746 */
export async function initiateMultipartUpload({ bucket, key, request, account }: ServedCall): Promise<Answer> {
  const metadata = readMetadata(request.headers)
  const upload = await bucket.initiateUpload(key, metadata, account.id)
  const root = element('InitiateMultipartUploadResult', [
    textElement('Bucket', bucket.name),
    textElement('Key', key),
    textElement('UploadId', upload.uploadId),
  ])
  return answerXml(root, encryptionHeaders(metadata))
}
