import { createHash, createHmac } from 'node:crypto'
import { percentEncode } from '../../shared/percent-encode.ts'

/** The day and region that a signature is good for. */
export interface Scope {
  /** `yyyymmdd` */
  readonly day: string
  readonly region: string
}

/** What a signature of version 4 is made from. */
export interface SignedParts {
  readonly method: string
  /** Decoded, as the request has it: with the bucket, or without. */
  readonly path: string
  /** All of them, decoded, but the signature itself. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** Lower-case names, in the order of the list of signed headers. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** `yyyymmddThhmmssZ` */
  readonly date: string
  /** The value of `x-amz-content-sha256`. */
  readonly payloadHash: string
}

export const algorithm = 'AWS4-HMAC-SHA256'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export function computeSignature(key: Buffer, scope: Scope, parts: SignedParts): string {
  const request = createHash('sha256').update(canonicalRequest(parts)).digest('hex')
  return sign(key, [algorithm, parts.date, scopeText(scope), request].join('\n'))
}

export const sign = (key: Buffer, stringToSign: string): string =>
  createHmac('sha256', key).update(stringToSign).digest('hex')

/** What the secret becomes for one day, region and service. */
export function signingKey(secret: string, scope: Scope): Buffer {
  let key: Buffer = Buffer.from(`AWS4${secret}`)
  for (const step of scopeText(scope).split('/')) key = createHmac('sha256', key).update(step).digest()
  return key
}

export const scopeText = ({ day, region }: Scope): string => `${day}/${region}/s3/aws4_request`

function canonicalRequest({ method, path, parameters, headers, payloadHash }: SignedParts): string {
  const query = parameters
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .toSorted(([a, first], [b, second]) => compare(a, b) || compare(first, second))
    .map(([name, value]) => `${name}=${value}`)
  const lines = headers.map(([name, value]) => `${name}:${value.trim().replaceAll(/ +/g, ' ')}\n`)
  return [
    method,
    percentEncode(path).replaceAll('%2F', '/'),
    query.join('&'),
    lines.join(''),
    headers.map(([name]) => name).join(';'),
    payloadHash,
  ].join('\n')
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
