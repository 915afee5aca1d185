import { childrenOf, parseXml, textOf } from '../../../xml/parse-xml.ts'
import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../answer-xml.ts'
import { readKeyEncoding } from '../list-parameters.ts'
import { receiveDocument } from '../receive-content.ts'

export async function deleteObjects(call: ServedCall): Promise<Answer> {
  const missingDigestCode = call.dialect.missingDigestCode(call.request.headers)
  if (missingDigestCode !== undefined) {
    throw new ServiceError(missingDigestCode, { message: 'Missing required header for this request: Content-MD5' })
  }
  const root = parseXml(await receiveDocument(call), 'Delete')
  const keys = root && childrenOf(root, 'Object').map((object) => textOf(object, 'Key') ?? '')
  if (keys === undefined || keys.length === 0 || keys.length > 1000) throw new ServiceError('MalformedXML')
  const isQuiet = root !== undefined && textOf(root, 'Quiet')?.trim().toLowerCase() === 'true'
  const { keyElement, elements } = readKeyEncoding(call.request.query)
  const results: string[] = [...elements]
  for (const key of keys) {
    const error = await deleteOne(call, key)
    if (error !== undefined) results.push(error)
    else if (!isQuiet) results.push(element('Deleted', keyElement('Key', key)))
  }
  return answerXml(element('DeleteResult', results))
}

async function deleteOne({ bucket }: ServedCall, key: string): Promise<string | undefined> {
  if (key === '') {
    const fields = [
      textElement('Key', key),
      textElement('Code', 'InvalidArgument'),
      textElement('Message', 'Empty key'),
    ]
    return element('Error', fields)
  }
  await bucket.delete(key)
  return undefined
}
