import type { Account } from '../accounts/account.ts'
import type { Limits } from '../engine/limits.ts'
import type { MultipartUpload } from '../engine/multipart-upload.ts'
import type { StoredObject } from '../engine/stored-object.ts'
import type { Faults } from '../faults/faults.ts'
import type { Service } from '../fronts/service.ts'
import type { RequestEntry } from '../requests/request-entry.ts'
import type { RequestLog } from '../requests/request-log.ts'

export interface EmulatorOptions {
  /** On 127.0.0.1; 0 takes a free one. Default 0. */
  readonly port?: number
  /** Default: `defaultAccount`. */
  readonly accounts?: readonly Account[]
  readonly buckets: readonly BucketOptions[]
  /** Keeps buckets and uploads there, for the next start; for one emulator at a time. Default: in memory. */
  readonly folder?: string
  /** Instead of those of the services. */
  readonly limits?: Partial<Limits>
  /** Called with each request when it has been answered. */
  readonly log?: (entry: RequestEntry) => void
}

export interface BucketOptions {
  readonly service: Service
  /** As the service names it: for COS with the number of its account, `images-1250000000`. */
  readonly name: string
  readonly region: string
  /** Hosts that mean this bucket, with their port if it is not the usual one. */
  readonly domains?: readonly string[]
  /** OSS: data is not served at the public hosts, as for accounts that were opened since March 2025. Default false. */
  readonly forbidsPublicEndpoint?: boolean
}

/** A look inside, past signatures, faults and limits. */
export interface BucketView {
  objects(): readonly StoredObject[]
  uploads(): readonly MultipartUpload[]
  put(key: string, bytes: Uint8Array | string): Promise<StoredObject>
  /** The bytes of an object. */
  read(key: string): Promise<Buffer>
  delete(key: string): Promise<void>
}

export interface Emulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`: connect there with the Host header of the service. */
  readonly url: string
  readonly port: number
  readonly requests: RequestLog
  readonly faults: Faults
  /** Throws when there is no such bucket. */
  bucket(service: Service, name: string): BucketView
  addDomain(service: Service, bucketName: string, host: string): void
  /** Ends all connections and stops listening. */
  close(): Promise<void>
}
