import type { StoreProtocol } from '@moorage/driver-core/object-store'
import { cosFaults } from './errors.ts'
import { type CosCredentials, signCall } from './signature.ts'

export const driverName = 'cos'

/** How COS's HTTP differs from other stores'. */
export function cosProtocol(credentials: CosCredentials): StoreProtocol {
  const { sessiontoken } = credentials
  const token = sessiontoken === undefined ? {} : { 'x-cos-security-token': sessiontoken }
  return {
    driver: driverName,
    requestIdHeader: 'x-cos-request-id',
    faults: cosFaults,
    sign: ({ method, key = '', query }, headers, at) => ({
      ...token,
      authorization: signCall(credentials, { method, key, query, headers: { ...headers, ...token } }, at),
    }),
    // An answer to HEAD has no message: then the date that comes with it tells.
    isClockSkew: ({ code, message }) =>
      code === 'RequestTimeTooSkewed' || (code === 'AccessDenied' && /^$|request has expired/i.test(message)),
  }
}
