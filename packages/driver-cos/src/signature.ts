import COS from 'cos-nodejs-sdk-v5'
import { objectPath } from '@moorage/driver-core/object-store'
import type { CosOptions } from './options.ts'

export type CosCredentials = Pick<CosOptions, 'secretid' | 'secretkey' | 'sessiontoken'>

export interface SignedCall {
  readonly method: string
  /** Empty for the bucket. */
  readonly key: string
  readonly query?: Readonly<Record<string, string>> | undefined
  /** Those that are to be signed, `host` among them: a signature that names it is good for one bucket. */
  readonly headers: Readonly<Record<string, string>>
}

/** Seconds that a clock may be ahead of COS's without anybody noticing. */
const toleranceSeconds = 60

/**
 * The signature of a call, by Tencent's own code: https://cloud.tencent.com/document/product/436/7778
 * @param at when it begins to be good, by COS's clock
 */
export function signCall(
  { secretid, secretkey }: CosCredentials,
  call: SignedCall,
  at: Date,
  lifeSeconds: number = 900,
): string {
  const seconds = Math.floor(at.getTime() / 1000)
  return COS.getAuthorization({
    SecretId: secretid,
    SecretKey: secretkey,
    Method: call.method as COS.Method,
    Key: call.key,
    Query: { ...call.query },
    Headers: { ...call.headers },
    KeyTime: `${seconds - toleranceSeconds};${seconds + lifeSeconds}`,
  })
}

/** A URL that is good for one method on one object, at one host. */
export function signUrl(
  credentials: CosCredentials,
  origin: URL,
  { method, key }: Pick<SignedCall, 'method' | 'key'>,
  at: Date,
  expiresInSeconds: number,
): URL {
  const signature = signCall(credentials, { method, key, headers: { host: origin.host } }, at, expiresInSeconds)
  const url = new URL(objectPath(key), origin)
  // The SDK's own URLs have the token as it is, which a `+` in it breaks.
  const token = credentials.sessiontoken
  url.search = token === undefined ? signature : `${signature}&x-cos-security-token=${encodeURIComponent(token)}`
  return url
}
