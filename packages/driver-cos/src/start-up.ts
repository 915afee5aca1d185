import { DriverError, type DriverErrorCode, isDriverError } from '@moorage/driver-core'
import { checkStartUp, type RestClient, StoreFault } from '@moorage/driver-core/object-store'
import { cosEndpoint } from './endpoint.ts'
import type { CosOptions } from './options.ts'

/**
 * Whether the registry can work with this bucket: a list of one key, which needs no rights beyond those of serving.
 * @throws DriverError that says which parameter is wrong, and what to do about it
 */
export async function checkBucket(
  client: RestClient,
  options: CosOptions,
  warn: ((message: string) => void) | undefined,
): Promise<void> {
  try {
    await checkStartUp(client, options.rootdirectory)
  } catch (error) {
    throw explain(error, options, client.clock.now())
  }
  const seconds = Math.round(client.clock.offsetMs / 1000)
  if (seconds !== 0) {
    warn?.(
      `cos: the clock of this machine is ${describeOffset(seconds)}; requests are signed with the time of COS, set the clock right all the same`,
    )
  }
}

interface Explanation {
  readonly code: DriverErrorCode
  readonly message: string
}

function explain(error: unknown, options: CosOptions, now: Date): unknown {
  if (!isDriverError(error) || !(error.cause instanceof StoreFault)) return error
  const fault = error.cause
  const explanation =
    fault.kind === 'answer' ? answers(fault, options, now)[fault.code ?? ''] : connections(fault, options)
  if (explanation === undefined) return error
  const { requestId, driver } = error
  const request = requestId === undefined ? '' : ` (request ${requestId})`
  return new DriverError({
    ...explanation,
    driver,
    message: `${explanation.message}${request}`,
    requestId,
    cause: fault,
  })
}

/** By COS's error code. */
function answers(fault: StoreFault, options: CosOptions, now: Date): Readonly<Record<string, Explanation>> {
  const { bucket, region } = options
  const clock: Explanation = {
    code: 'CONFIG_INVALID',
    message: `COS refuses the time of this machine, ${describeClock(fault, now)}; set its clock right, by NTP for example`,
  }
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

function connections(fault: StoreFault, options: CosOptions): Explanation | undefined {
  const { origin, connectTo } = cosEndpoint(options)
  const place = connectTo === undefined ? origin.host : `${connectTo.host}:${connectTo.port}`
  const parameter = options.endpoint === undefined ? 'region' : 'endpoint'
  if (fault.kind === 'tls') {
    return {
      code: 'CONFIG_INVALID',
      message: `no secure connection to ${place}: ${fault.message}; check the parameters secure and ${parameter}, or set skipverify to take any certificate`,
    }
  }
  if (/ENOTFOUND/.test(fault.message)) {
    return { code: 'CONFIG_INVALID', message: `there is no host ${origin.hostname}; check the parameter ${parameter}` }
  }
  if (fault.kind === 'garbled') {
    return {
      code: 'CONFIG_INVALID',
      message: `what answers at ${place} is not COS: ${fault.message}; check the parameters ${parameter} and secure`,
    }
  }
  return {
    code: 'UNAVAILABLE',
    message: `${place} cannot be reached: ${fault.message}; check the network and the parameter ${parameter}`,
  }
}

function describeClock({ storeTime }: StoreFault, now: Date): string {
  if (storeTime === undefined) return now.toISOString()
  return `which is ${describeOffset(Math.round((storeTime.getTime() - Date.now()) / 1000))}`
}

/** @param seconds that COS is ahead */
function describeOffset(seconds: number): string {
  return `${Math.abs(seconds)} seconds ${seconds > 0 ? 'behind' : 'ahead of'} that of COS`
}
