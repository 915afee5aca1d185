import type { StoreProtocol } from '@moorage/driver-core/object-store'
import { s3Faults } from '@moorage/driver-s3'
import { scsWords } from './scs-words.ts'
import { type ScsCredentials, signCall } from './signature.ts'

/** How SCS's HTTP differs from other stores'. */
export function scsProtocol(credentials: ScsCredentials): StoreProtocol {
  return {
    driver: scsWords.driver,
    requestIdHeader: 'x-scs-request-id',
    faults: s3Faults(scsWords),
    sign: ({ method, path, query }, headers, at) => signCall(credentials, { method, path, query, headers }, at),
    isClockSkew: ({ code }) => code === 'RequestTimeTooSkewed',
  }
}
