import { element, textElement, xmlDocument } from '../../xml/write-xml.ts'
import type { Answer } from '../answer.ts'
import type { Call } from '../front.ts'
import { knownError } from '../shared/known-error.ts'
import { cosErrors } from './cos-errors.ts'
import { traceIdOf } from './request-id.ts'

/** Some answers with status 200 have an error as their body, too. */
export function writeCosError(error: unknown, { location, request, requestId }: Call): Answer {
  const { code, status, message, headers: ownHeaders } = knownError(error, cosErrors)
  const headers = { ...ownHeaders, 'x-cos-trace-id': traceIdOf(requestId) }
  if (request.method === 'HEAD') return { status, headers }
  const root = element('Error', [
    textElement('Code', code),
    textElement('Message', message),
    textElement('Resource', `${request.host}/${location.key}`),
    textElement('RequestId', requestId),
    textElement('TraceId', traceIdOf(requestId)),
  ])
  return { status, headers: { ...headers, 'content-type': 'application/xml' }, body: xmlDocument(root) }
}
