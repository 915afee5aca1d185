import { parseOptions } from '@moorage/driver-core/kit'
import { defaultAccount, type Emulator, type EmulatorOptions, startEmulator } from '@moorage/object-store-emulator'
import { leftoversIn } from '@moorage/testkit/driver'
import s3, { type S3Options } from '../index.ts'

export const bucketName = 'images'
export const region = 'eu-central-1'

/** An emulator with one bucket. */
export function startBucket(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  return startEmulator({ buckets: [{ service: 's3', name: bucketName, region }], ...options })
}

/** Parameters with which the driver uses that bucket. */
export function optionsFor(emulator: Emulator, parameters: Readonly<Record<string, unknown>> = {}): S3Options {
  return parseOptions(s3, {
    accesskey: defaultAccount.id,
    secretkey: defaultAccount.secret,
    region,
    bucket: bucketName,
    regionendpoint: emulator.url,
    ...parameters,
  })
}

/** Names of everything that the bucket holds, unfinished uploads too. */
export function leftovers(emulator: Emulator): Promise<readonly string[]> {
  return leftoversIn(emulator.bucket('s3', bucketName))
}
