import { element, textElement, xmlDocument } from '../../xml/write-xml.ts'
import type { Answer } from '../answer.ts'
import type { Call } from '../front.ts'
import { knownError } from '../shared/known-error.ts'
import { errorCauses, ossErrors, ossNames } from './oss-errors.ts'

/** https://help.aliyun.com/zh/oss/developer-reference/error-responses */
export function writeOssError(error: unknown, { request, requestId }: Call): Answer {
  const { code, status, message, headers: ownHeaders, fields } = knownError(error, ossErrors, ossNames)
  const cause = errorCauses[code]
  const root = element('Error', [
    textElement('Code', code),
    textElement('Message', message),
    textElement('RequestId', requestId),
    textElement('HostId', request.host),
    ...Object.entries(fields).map(([name, text]) => textElement(name, text)),
    ...(cause === undefined ? [] : [textElement('EC', cause)]),
  ])
  const body = xmlDocument(root)
  const headers = { ...ownHeaders, ...(cause !== undefined && { 'x-oss-ec': cause }) }
  // An answer to HEAD has no body: clients find the document in a header.
  if (request.method === 'HEAD') return { status, headers: { ...headers, 'x-oss-err': base64(body) } }
  return { status, headers: { ...headers, 'content-type': 'application/xml' }, body }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
