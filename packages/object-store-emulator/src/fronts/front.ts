import type { Account } from '../accounts/account.ts'
import type { BucketOptions } from '../emulator/emulator.ts'
import type { Bucket } from '../engine/bucket.ts'
import type { Limits } from '../engine/limits.ts'
import type { Pieces } from '../engine/pieces.ts'
import type { ServiceRequest } from '../http/service-request.ts'
import type { Answer } from './answer.ts'
import type { Operation } from './operation.ts'
import type { Service } from './service.ts'
import type { Dialect } from './shared/dialect.ts'

/** Which bucket and key a request means, by its host and path. */
export interface Location {
  readonly bucketName: string
  /** Without the slash that the path begins with; empty for the bucket itself. */
  readonly key: string
  /** The region that the host names, if it names one. */
  readonly region: string | undefined
  readonly style: 'virtual host' | 'custom domain' | 'path'
}

/** What a front needs of the emulator to answer a request. */
export interface Call {
  readonly operation: Operation
  readonly request: ServiceRequest
  readonly location: Location
  readonly requestId: string
  readonly limits: Limits
  readonly pieces: Pieces
  readonly accounts: readonly Account[]
  /** The service's clock, in milliseconds since 1970. */
  readonly now: number
  /** Listings show what is no younger than this, in milliseconds since 1970. */
  readonly listing: { objectsUntil: number; uploadsUntil: number }
  /** Has something happen when the answer was sent, or will not be. */
  readonly whenDone: (cleanUp: () => void) => void
  readonly findBucket: (name: string) => Bucket | undefined
  /** How a bucket was made. */
  readonly findOptions: (name: string) => BucketOptions | undefined
}

/** A call that is signed and allowed, on a bucket that exists. */
export interface ServedCall extends Call {
  readonly bucket: Bucket
  readonly key: string
  readonly account: Account
  readonly dialect: Dialect
}

export type ServedOperation = (call: ServedCall) => Promise<Answer>

/** How one service speaks: it reads requests, checks who sent them, has the engine do them and writes the answers. */
export interface Front {
  readonly service: Service
  /** The service's own. */
  readonly limits: Limits
  /** The host that a client usually sends to mean a bucket. */
  bucketHost(name: string, region: string): string
  /** Whether addresses are hosts of the service, with the bucket in the path. */
  readonly takesPathStyle?: boolean
  /** Undefined when the host is none of the service's. */
  locate(request: ServiceRequest): Location | undefined
  /** Names what is asked for, before the signature is looked at. */
  recognize(request: ServiceRequest, location: Location): Operation
  /** Throws a `ServiceError` when the signature is not right. */
  authenticate(call: Call): Account
  perform(call: Call, account: Account): Promise<Answer>
  /** Puts an error into the service's words. */
  writeError(error: unknown, call: Call): Answer
  /** The code of the error for a token that has expired. */
  readonly expiredTokenCode: string
  /** How the service asks to come back later. */
  retryAfterHeaders(seconds: number): Readonly<Record<string, string>>
  /** The storage class of what names none. */
  readonly usualStorageClass: string
  createRequestId(): string
  /** The headers that every answer has. */
  commonHeaders(requestId: string): Readonly<Record<string, string>>
}
