import { parseOptions } from '@moorage/driver-core/kit'
import { defaultAccount, type Emulator, type EmulatorOptions, startEmulator } from '@moorage/object-store-emulator'
import { leftoversIn } from '@moorage/testkit/driver'
import oss, { type OssOptions } from '../index.ts'

export const bucketName = 'images'
export const region = 'oss-cn-hangzhou'

/** An emulator with one bucket. */
export function startBucket(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  return startEmulator({ buckets: [{ service: 'oss', name: bucketName, region: 'cn-hangzhou' }], ...options })
}

/** Parameters with which the driver uses that bucket; clients are sent to the emulator as well. */
export function optionsFor(emulator: Emulator, parameters: Readonly<Record<string, unknown>> = {}): OssOptions {
  emulator.addDomain('oss', bucketName, `127.0.0.1:${emulator.port}`)
  const isFile = parameters['credentialfile'] !== undefined
  return parseOptions(oss, {
    ...(!isFile && { accesskeyid: defaultAccount.id, accesskeysecret: defaultAccount.secret }),
    region,
    bucket: bucketName,
    endpoint: emulator.url,
    redirectendpoint: emulator.url,
    ...parameters,
  })
}

/** Names of everything that the bucket holds, unfinished uploads too. */
export function leftovers(emulator: Emulator): Promise<readonly string[]> {
  return leftoversIn(emulator.bucket('oss', bucketName))
}
