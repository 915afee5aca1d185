import { EngineError } from '../../engine/engine-error.ts'
import { element, textElement, type Xml, xmlDocument } from '../../xml/write-xml.ts'
import type { Answer } from '../answer.ts'
import type { Call } from '../front.ts'
import { ServiceError } from '../service-error.ts'
import { cosErrors } from './cos-errors.ts'
import { traceIdOf } from './request-id.ts'

export function writeCosError(error: unknown, call: Call): Answer {
  const known =
    error instanceof ServiceError || error instanceof EngineError ? error : new ServiceError('InternalError')
  const [usualStatus, usualMessage] = cosErrors[known.code] ?? [400, known.code]
  const status = (known instanceof ServiceError ? known.status : undefined) ?? usualStatus
  const ownHeaders = known instanceof ServiceError ? known.headers : {}
  const headers = { ...ownHeaders, 'x-cos-trace-id': traceIdOf(call.requestId) }
  if (call.request.method === 'HEAD') return { status, headers }
  const message = known instanceof ServiceError && known.message !== '' ? known.message : usualMessage
  const body = xmlDocument(errorElement(known.code, message, call))
  return { status, headers: { ...headers, 'content-type': 'application/xml' }, body }
}

/** `<Error>` alone: some answers with status 200 have it as their body. */
function errorElement(code: string, message: string, call: Call): Xml {
  const { location, request, requestId } = call
  return element('Error', [
    textElement('Code', code),
    textElement('Message', message),
    textElement('Resource', `${request.host}/${location.key}`),
    textElement('RequestId', requestId),
    textElement('TraceId', traceIdOf(requestId)),
  ])
}
