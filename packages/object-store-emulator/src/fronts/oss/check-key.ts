import { ServiceError } from '../service-error.ts'

/** Keys have 1 to 1023 bytes and begin with no slash of either kind: https://help.aliyun.com/zh/oss/user-guide/object-naming-conventions */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > 1023) {
    throw new ServiceError('InvalidObjectName', { message: 'The Length of Object name must be less than 1024.' })
  }
  if (/^[/\\]/.test(key)) {
    throw new ServiceError('InvalidObjectName', { detail: 'a key must not begin with a slash or a backslash' })
  }
}
