import { createHash, createHmac } from 'node:crypto'
import { percentEncode } from '../../shared/percent-encode.ts'

/** What a signature is made from. */
export interface SignedParts {
  readonly method: string
  /** Decoded, with its leading slash. */
  readonly path: string
  /** The signed parameters and headers, names in lower case, values decoded. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** `<start>;<end>`, seconds since 1970. */
  readonly signTime: string
  readonly keyTime: string
}

/** Tencent's signature: https://cloud.tencent.com/document/product/436/7778 */
export function computeSignature(secret: string, parts: SignedParts): string {
  const { method, path, parameters, headers, signTime, keyTime } = parts
  const httpString = [method.toLowerCase(), path, joinPairs(parameters), joinPairs(headers), ''].join('\n')
  const stringToSign = ['sha1', signTime, createHash('sha1').update(httpString).digest('hex'), ''].join('\n')
  // The key of the second step is the hexadecimal text of the first, not its bytes.
  const signKey = hmac(secret, keyTime)
  return hmac(signKey, stringToSign)
}

const hmac = (key: string, text: string): string => createHmac('sha1', key).update(text).digest('hex')

const joinPairs = (pairs: readonly (readonly [name: string, value: string])[]): string =>
  pairs
    .map(([name, value]) => [percentEncode(name).toLowerCase(), percentEncode(value)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
