import { parseOptions } from '@moorage/driver-core/kit'
import { defaultAccount, type Emulator, type EmulatorOptions, startEmulator } from '@moorage/object-store-emulator'
import { leftoversIn } from '@moorage/testkit/driver'
import scs, { type ScsOptions } from '../index.ts'

export const bucketName = 'images'
export const region = 'bjcnc'

/** An emulator with one bucket. */
export function startBucket(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  return startEmulator({ buckets: [{ service: 'scs', name: bucketName, region }], ...options })
}

/** Parameters with which the driver uses that bucket. */
export function optionsFor(emulator: Emulator, parameters: Readonly<Record<string, unknown>> = {}): ScsOptions {
  return parseOptions(scs, {
    accesskey: defaultAccount.id,
    secretkey: defaultAccount.secret,
    region,
    bucket: bucketName,
    endpoint: emulator.url,
    ...parameters,
  })
}

/** Names of everything that the bucket holds, unfinished uploads too. */
export function leftovers(emulator: Emulator): Promise<readonly string[]> {
  return leftoversIn(emulator.bucket('scs', bucketName))
}
