import { ServiceError } from '../service-error.ts'

/** Keys have 1 to 850 bytes and begin with no slash: https://cloud.tencent.com/document/product/436/13324 */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > 850) throw new ServiceError('KeyTooLong')
  if (key.startsWith('/')) throw new ServiceError('InvalidURI', { detail: 'a key must not begin with a slash' })
}
