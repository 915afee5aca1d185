import COS from 'cos-nodejs-sdk-v5'
import { defaultAccount } from '../../../accounts/account.ts'
import type { Emulator, EmulatorOptions } from '../../../emulator/emulator.ts'
import { startEmulator } from '../../../emulator/start-emulator.ts'

export const Bucket = 'images-1250000000'
export const Region = 'ap-guangzhou'

/** An emulator with one bucket of COS. */
export const startCos = (options: Partial<EmulatorOptions> = {}): Promise<Emulator> =>
  startEmulator({ buckets: [{ service: 'cos', name: Bucket, region: Region }], ...options })

/** Tencent's own client: what it signs was not written by us. */
export const createSdk = ({ port }: Emulator, options: COS.COSOptions = {}): COS =>
  new COS({
    SecretId: defaultAccount.id,
    SecretKey: defaultAccount.secret,
    Ip: `127.0.0.1:${port}`,
    Protocol: 'http:',
    AutoSwitchHost: false,
    ...options,
  })
