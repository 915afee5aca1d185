import { element, textElement, xmlDocument } from '../../xml/write-xml.ts'
import type { Answer } from '../answer.ts'
import type { Call } from '../front.ts'
import { knownError } from '../shared/known-error.ts'
import { scsErrors, scsNames } from './scs-errors.ts'

export function writeScsError(error: unknown, { location, request, requestId }: Call): Answer {
  const { code, status, message, headers, fields } = knownError(error, scsErrors, scsNames)
  if (request.method === 'HEAD') return { status, headers }
  const root = element('Error', [
    textElement('Code', code),
    textElement('Message', message),
    ...Object.entries(fields).map(([name, text]) => textElement(name, text)),
    textElement('BucketName', location.bucketName),
    textElement('RequestId', requestId),
    textElement('HostId', request.host),
  ])
  return { status, headers: { ...headers, 'content-type': 'application/xml' }, body: xmlDocument(root) }
}
