import { Agent, type AgentOptions } from 'node:http'
import { connect, type Socket } from 'node:net'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { defaultAccount } from '../../../accounts/account.ts'
import type { Emulator, EmulatorOptions } from '../../../emulator/emulator.ts'
import { startEmulator } from '../../../emulator/start-emulator.ts'

export const Bucket = 'images'
export const region = 'eu-central-1'

/** An emulator with one bucket of S3. */
export const startS3 = (options: Partial<EmulatorOptions> = {}): Promise<Emulator> =>
  startEmulator({ buckets: [{ service: 's3', name: Bucket, region }], ...options })

/** Amazon's own client: what it signs was not written by us. */
export const createSdk = ({ url }: Pick<Emulator, 'url'>, options: S3ClientConfig = {}): S3Client =>
  new S3Client({
    region,
    endpoint: url,
    credentials: { accessKeyId: defaultAccount.id, secretAccessKey: defaultAccount.secret },
    maxAttempts: 1,
    ...options,
  })

/** With which the client finds Amazon's hosts at the emulator. */
export const atAmazonsHosts = ({ port }: Pick<Emulator, 'port'>): S3ClientConfig => {
  class EmulatorAgent extends Agent {
    override createConnection(_options: AgentOptions): Socket {
      return connect(port, '127.0.0.1')
    }
  }
  return { endpoint: `http://s3.${region}.amazonaws.com`, requestHandler: { httpAgent: new EmulatorAgent() } }
}
