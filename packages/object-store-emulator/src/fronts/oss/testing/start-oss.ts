import { Agent } from 'node:http'
import type { LookupFunction } from 'node:net'
import OSS from 'ali-oss'
import { defaultAccount } from '../../../accounts/account.ts'
import type { Emulator, EmulatorOptions } from '../../../emulator/emulator.ts'
import { startEmulator } from '../../../emulator/start-emulator.ts'

export const bucketName = 'images'
export const region = 'cn-hangzhou'
export const bucketHost: string = `${bucketName}.oss-${region}.aliyuncs.com`

/** An emulator with one bucket of OSS. */
export const startOss = (options: Partial<EmulatorOptions> = {}): Promise<Emulator> =>
  startEmulator({ buckets: [{ service: 'oss', name: bucketName, region }], ...options })

const lookup: LookupFunction = (_, options, callback) => {
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }])
  else callback(null, '127.0.0.1', 4)
}

/**
 * Aliyun's own client: what it signs was not written by us. It is told the name of the service, and finds the emulator there:
 * by an address it would leave the bucket out of the host.
 */
export const createSdk = ({ port }: Pick<Emulator, 'port'>, options: Partial<OSS.Options> = {}): OSS =>
  new OSS({
    accessKeyId: defaultAccount.id,
    accessKeySecret: defaultAccount.secret,
    bucket: bucketName,
    region: `oss-${region}`,
    endpoint: `http://oss-${region}.aliyuncs.com:${port}`,
    authorizationV4: true,
    agent: new Agent({ lookup }),
    ...options,
  } as OSS.Options)
