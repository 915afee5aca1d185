import type { OperationOptions } from '../../operation-options.ts'
import { garbled, StoreFault } from '../http/store-fault.ts'
import type { StoreHttp } from '../http/store-http.ts'
import { escapeXml, parseXml, type XmlElement } from '../http/xml-element.ts'
import { contentMd5Header } from './content-md5.ts'
import type { RestDialect } from './rest-dialect.ts'

/** Deletes one object. A missing one is no error. */
export async function deleteObject(
  http: StoreHttp,
  path: string,
  key: string,
  { signal }: OperationOptions,
): Promise<void> {
  const request = { operation: 'DeleteObject', method: 'DELETE', key, path, expect: ['NoSuchKey'], signal } as const
  await http.call(request, () => undefined)
}

/**
 * Deletes up to 1,000 objects in one request. Each one's result is looked at: those that failed are in the body of an answer that
 * looks like success.
 * @returns false when the store does not have such a request, or does not allow it
 */
export async function deleteBatch(
  http: StoreHttp,
  dialect: RestDialect,
  keys: readonly string[],
  { signal }: OperationOptions,
): Promise<boolean> {
  const content = [Buffer.from(deleteBody(keys))]
  const request = {
    operation: 'DeleteMultipleObjects',
    method: 'POST',
    path: dialect.path(''),
    query: { delete: '' },
    headers: { 'content-type': 'application/xml', ...(await contentMd5Header(content, dialect.contentMd5)) },
    content,
    expect: ['AccessDenied', 'NotImplemented', 'MethodNotAllowed'],
    signal,
  } as const
  return http.call(request, (answer) => {
    if (answer.errorCode !== undefined) return false
    checkResults(parseXml(answer.text, 'DeleteResult'), keys)
    return true
  })
}

function deleteBody(keys: readonly string[]): string {
  const objects = keys.map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`)
  return `<Delete><Quiet>false</Quiet>${objects.join('')}</Delete>`
}

function checkResults(result: XmlElement, keys: readonly string[]): void {
  const failed = result.all('Error').find((error) => error.text('Code') !== 'NoSuchKey')
  if (failed !== undefined) {
    const message = `${failed.text('Key') ?? 'an object'} was kept: ${failed.text('Message') ?? ''}`
    throw new StoreFault({ kind: 'answer', code: failed.text('Code'), message })
  }
  const told = new Set([...result.all('Deleted'), ...result.all('Error')].map((each) => each.text('Key')))
  const untold = keys.find((key) => !told.has(key))
  if (untold !== undefined) throw garbled(`the store does not say what became of ${untold}`)
}
