import { isDriverError } from '@moorage/driver-core'
import { checkBucket, checkStartUp, StoreFault } from '@moorage/driver-core/object-store'
import { explainAnswer } from '@moorage/driver-s3'
import type { ScsBucket, ScsClientSettings } from './client.ts'
import type { ScsOptions } from './options.ts'
import { hostOfRegion, regionOfHost } from './regions.ts'
import { scsWords } from './scs-words.ts'

/**
 * Whether the registry can work with this bucket: a list of one key.
 * @throws DriverError that says which parameter is wrong, and what to do about it
 */
export async function checkScsBucket(
  { client, endpoint }: ScsBucket,
  options: ScsOptions,
  { connectTo }: ScsClientSettings,
  warn: ((message: string) => void) | undefined,
): Promise<void> {
  await checkBucket({
    store: scsWords.store,
    driver: scsWords.driver,
    clock: client.clock,
    origin: endpoint.origin,
    connectTo,
    placeParameter: options.endpoint === undefined ? 'region' : 'endpoint',
    ask: () => checkStartUp(client, options.rootdirectory),
    explain: (fault) => explainAnswer(fault, options, scsWords, client.clock.now()),
    warn,
  })
}

/** The region that SCS says to go to instead, in the same network; undefined for any other failure. */
export function regionInstead(error: unknown): string | undefined {
  if (!isDriverError(error) || !(error.cause instanceof StoreFault)) return undefined
  const { status, endpoint } = error.cause
  return status === 307 || status === 301 ? regionOfHost(endpoint ?? '') : undefined
}

export const regionWarning = ({ bucket, region }: ScsOptions, found: string): string =>
  `scs: the bucket ${bucket} is not in the region ${region} but in ${found}, at ${hostOfRegion(found)}; set the parameter region to ${found}`
