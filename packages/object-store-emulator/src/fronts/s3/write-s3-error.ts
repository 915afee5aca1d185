import { element, textElement, xmlDocument } from '../../xml/write-xml.ts'
import type { Answer } from '../answer.ts'
import type { Call } from '../front.ts'
import { knownError } from '../shared/known-error.ts'
import { hostIdOf } from './request-id.ts'
import { s3Errors, s3Names } from './s3-errors.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function writeS3Error(error: unknown, { location, request, requestId }: Call): Answer {
  const { code, status, message, headers, fields } = knownError(error, s3Errors, s3Names)
  if (request.method === 'HEAD') return { status, headers }
  const root = element('Error', [
    textElement('Code', code),
    textElement('Message', message),
    ...Object.entries(fields).map(([name, text]) => textElement(name, text)),
    textElement('BucketName', location.bucketName),
    textElement('Resource', `/${location.key}`),
    textElement('RequestId', requestId),
    textElement('HostId', hostIdOf(requestId)),
  ])
  return { status, headers: { ...headers, 'content-type': 'application/xml' }, body: xmlDocument(root) }
}
