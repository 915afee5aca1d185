import type { StoreProtocol } from '@moorage/driver-core/object-store'
import type { CredentialSource } from './credentials/credentials.ts'
import { driverName } from './driver-name.ts'
import { ossFaults, renewingFaults } from './errors.ts'
import { signCall, type SigningOptions } from './signature.ts'

/**
 * How OSS's HTTP differs from other stores'.
 * @param areRenewed whether the credentials may be others for the next try
 */
export function ossProtocol(
  credentials: CredentialSource,
  areRenewed: boolean,
  signing: SigningOptions,
): StoreProtocol {
  return {
    driver: driverName,
    requestIdHeader: 'x-oss-request-id',
    errorHeader: 'x-oss-err',
    // https://help.aliyun.com/zh/oss/developer-reference/bandwidth-throttling
    delayMsHeader: 'x-oss-qos-delay-time',
    faults: areRenewed ? renewingFaults : ossFaults,
    sign: async ({ method, key = '', query }, headers, at) =>
      signCall(await credentials(), signing, { method, key, query, headers }, at),
    isClockSkew: ({ code }) => code === 'RequestTimeTooSkewed',
  }
}
