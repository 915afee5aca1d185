import {
  checkBucket as check,
  checkStartUp,
  clockRefused,
  type Explanation,
  type RestClient,
  type StoreFault,
} from '@moorage/driver-core/object-store'
import { cosEndpoint } from './endpoint.ts'
import type { CosOptions } from './options.ts'
import { driverName } from './protocol.ts'

/**
 * Whether the registry can work with this bucket: a list of one key, which needs no rights beyond those of serving.
 * @throws DriverError that says which parameter is wrong, and what to do about it
 */
export function checkBucket(
  client: RestClient,
  options: CosOptions,
  warn: ((message: string) => void) | undefined,
): Promise<void> {
  const { origin, connectTo } = cosEndpoint(options)
  return check({
    store: 'COS',
    driver: driverName,
    clock: client.clock,
    origin,
    connectTo,
    placeParameter: options.endpoint === undefined ? 'region' : 'endpoint',
    ask: () => checkStartUp(client, options.rootdirectory),
    explain: (fault) => answers(fault, options, client.clock.now())[fault.code ?? ''],
    warn,
  })
}

/** By COS's error code. */
function answers(fault: StoreFault, options: CosOptions, now: Date): Readonly<Record<string, Explanation>> {
  const { bucket, region } = options
  const clock = clockRefused(fault, 'COS', now)
  return {
    NoSuchBucket: {
      code: 'CONFIG_INVALID',
      message: `there is no bucket ${bucket} in the region ${region}; create it there, or correct the parameters bucket, appid and region`,
    },
    InvalidAccessKeyId: {
      code: 'CONFIG_INVALID',
      message:
        options.sessiontoken === undefined
          ? 'COS does not know the key of the parameter secretid; temporary keys need the parameter sessiontoken as well'
          : 'COS does not know the key of the parameter secretid, or the sessiontoken is that of another key',
    },
    SignatureDoesNotMatch: {
      code: 'CONFIG_INVALID',
      message: 'the parameter secretkey is not the one that belongs to the secretid',
    },
    ExpiredToken: {
      code: 'CONFIG_INVALID',
      message: 'the temporary credentials of the parameter sessiontoken have expired',
    },
    AccessDenied: /request has expired/i.test(fault.message)
      ? clock
      : {
          code: 'ACCESS_DENIED',
          message: `the key of the parameter secretid may not list the bucket ${bucket}; grant its user GetBucket and the other actions that the documentation names`,
        },
    RequestTimeTooSkewed: clock,
  }
}
