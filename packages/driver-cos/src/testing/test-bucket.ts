import { parseOptions } from '@moorage/driver-core/kit'
import { defaultAccount, type Emulator, type EmulatorOptions, startEmulator } from '@moorage/object-store-emulator'
import { leftoversIn } from '@moorage/testkit/driver'
import cos, { type CosOptions } from '../index.ts'

export const bucketName = 'images-1250000000'
export const region = 'ap-guangzhou'

/** An emulator with one bucket. */
export function startBucket(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  return startEmulator({ buckets: [{ service: 'cos', name: bucketName, region }], ...options })
}

/** Parameters with which the driver uses that bucket; clients are sent to the emulator as well. */
export function optionsFor(emulator: Emulator, parameters: Readonly<Record<string, unknown>> = {}): CosOptions {
  const domain = `127.0.0.1:${emulator.port}`
  emulator.addDomain('cos', bucketName, domain)
  return parseOptions(cos, {
    secretid: defaultAccount.id,
    secretkey: defaultAccount.secret,
    region,
    bucket: bucketName,
    endpoint: emulator.url,
    redirectendpoint: emulator.url,
    ...parameters,
  })
}

/** Names of everything that the bucket holds, unfinished uploads too. */
export function leftovers(emulator: Emulator): Promise<readonly string[]> {
  return leftoversIn(emulator.bucket('cos', bucketName))
}
