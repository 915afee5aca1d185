import type { StoreProtocol } from '@moorage/driver-core/object-store'
import type { CredentialSource } from './credentials/credentials.ts'
import { driverName } from './driver-name.ts'
import { ossFaults } from './errors.ts'
import { signCall, type SigningOptions } from './signature.ts'

/** How OSS's HTTP differs from other stores'. */
export function ossProtocol(credentials: CredentialSource, signing: SigningOptions): StoreProtocol {
  return {
    driver: driverName,
    requestIdHeader: 'x-oss-request-id',
    errorHeader: 'x-oss-err',
    // https://help.aliyun.com/zh/oss/developer-reference/bandwidth-throttling
    delayMsHeader: 'x-oss-qos-delay-time',
    faults: ossFaults,
    sign: async ({ method, key = '', query }, headers, at) =>
      signCall(await credentials(), signing, { method, key, query, headers }, at),
    isClockSkew: ({ code }) => code === 'RequestTimeTooSkewed',
  }
}
