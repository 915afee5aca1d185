import type { Account } from '../../accounts/account.ts'
import type { Bucket } from '../../engine/bucket.ts'
import type { Answer } from '../answer.ts'
import type { Call } from '../front.ts'

/** A request that is signed and allowed, on a bucket that exists. */
export interface CosCall extends Call {
  readonly bucket: Bucket
  readonly key: string
  readonly account: Account
}

export type CosOperation = (call: CosCall) => Promise<Answer>
