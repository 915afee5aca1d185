import { createHash, createHmac } from 'node:crypto'
import { percentEncode } from '../../shared/percent-encode.ts'

/** What a signature of version 4 is made from. */
export interface V4Parts {
  readonly method: string
  /** Decoded, with the bucket before the key: `/bucket/key`. */
  readonly resource: string
  /** All parameters, decoded, but the signature itself. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** Lower-case names: those that are always signed, and the additional ones. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly additionalHeaders: readonly string[]
  /** `yyyymmddThhmmssZ` */
  readonly date: string
  /** Such as `cn-hangzhou`. */
  readonly region: string
}

const algorithm = 'OSS4-HMAC-SHA256'

/** https://help.aliyun.com/zh/oss/developer-reference/recommend-to-use-signature-version-4 */
export function computeV4(secret: string, parts: V4Parts): string {
  const { date, region } = parts
  const day = date.slice(0, 8)
  const scope = `${day}/${region}/oss/aliyun_v4_request`
  const stringToSign = [algorithm, date, scope, createHash('sha256').update(canonicalRequest(parts)).digest('hex')]
  let key: Buffer | string = `aliyun_v4${secret}`
  for (const step of scope.split('/')) key = createHmac('sha256', key).update(step).digest()
  return createHmac('sha256', key).update(stringToSign.join('\n')).digest('hex')
}

function canonicalRequest({ method, resource, parameters, headers, additionalHeaders }: V4Parts): string {
  const query = parameters
    .map(([name, value]) => [percentEncode(name), value === '' ? '' : `=${percentEncode(value)}`] as const)
    .toSorted(byName)
    .map((pair) => pair.join(''))
  const lines = headers.toSorted(byName).map(([name, value]) => `${name}:${value.trim()}\n`)
  return [
    method,
    percentEncode(resource).replaceAll('%2F', '/'),
    query.join('&'),
    lines.join(''),
    additionalHeaders.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n')
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : Number(a > b))
