import { DriverError, type DriverErrorCode, isDriverError } from '../../driver-error.ts'
import type { ConnectionOptions } from '../http/connections.ts'
import type { StoreClock } from '../http/store-clock.ts'
import { StoreFault } from '../http/store-fault.ts'
import { describeOffset } from './describe-clock.ts'

/** What a failure of the first requests means for whoever configured the driver. */
export interface Explanation {
  readonly code: DriverErrorCode
  readonly message: string
}

export interface StartUpCheck {
  /** What operators call the store, such as `COS`. */
  readonly store: string
  /** Of the driver. */
  readonly driver: string
  readonly clock: StoreClock
  /** Where requests go, and the parameter that says so. */
  readonly origin: URL
  readonly connectTo: ConnectionOptions['connectTo']
  readonly placeParameter: string
  /** Makes the first requests. */
  readonly ask: () => Promise<void>
  /** What an error of the store means; undefined where its usual words tell enough. */
  readonly explain: (fault: StoreFault) => Explanation | undefined
  readonly warn: ((message: string) => void) | undefined
}

/**
 * Whether the registry can work with a bucket.
 * @throws DriverError that says which parameter is wrong, and what to do about it
 */
export async function checkBucket(check: StartUpCheck): Promise<void> {
  try {
    await check.ask()
  } catch (error) {
    throw explained(error, check)
  }
  const seconds = Math.round(check.clock.offsetMs / 1000)
  if (seconds === 0) return
  const { driver, store } = check
  check.warn?.(
    `${driver}: the clock of this machine is ${describeOffset(seconds, store)}; requests are signed with the time of ${store}, set the clock right all the same`,
  )
}

function explained(error: unknown, check: StartUpCheck): unknown {
  if (!isDriverError(error) || !(error.cause instanceof StoreFault)) return error
  const fault = error.cause
  const explanation = fault.kind === 'answer' ? check.explain(fault) : explainConnection(fault, check)
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

function explainConnection(fault: StoreFault, check: StartUpCheck): Explanation {
  const { origin, connectTo, placeParameter: parameter, store } = check
  const place = connectTo === undefined ? origin.host : `${connectTo.host}:${connectTo.port}`
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
      message: `what answers at ${place} is not ${store}: ${fault.message}; check the parameters ${parameter} and secure`,
    }
  }
  return {
    code: 'UNAVAILABLE',
    message: `${place} cannot be reached: ${fault.message}; check the network and the parameter ${parameter}`,
  }
}
