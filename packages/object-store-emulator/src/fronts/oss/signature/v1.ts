import { createHmac } from 'node:crypto'

/** What a signature of version 1 is made from. */
export interface V1Parts {
  readonly method: string
  /** Decoded, with the bucket before the key: `/bucket/key`. */
  readonly resource: string
  readonly parameters: readonly (readonly [name: string, value: string])[]
  readonly headers: Readonly<Record<string, string>>
  /** The text of the date, or when a URL expires. */
  readonly date: string
}

/** Parameters that are signed. Those of listings, such as `prefix` and `marker`, are not. */
const signed: ReadonlySet<string> = new Set(
  (
    'acl append bucketInfo callback callback-var cname comp continuation-token cors delete encryption endTime img inventory ' +
    'inventoryId lifecycle live location logging objectMeta partNumber policy position qos referer replication ' +
    'replicationLocation replicationProgress requestPayment restore security-token startTime stat status style styleName ' +
    'symlink tagging uploadId uploads versionId versioning versions vod website worm wormExtend wormId ' +
    'x-oss-process x-oss-request-payer x-oss-traffic-limit'
  ).split(' '),
)

/** https://help.aliyun.com/zh/oss/developer-reference/include-signatures-in-the-authorization-header */
export function computeV1(secret: string, { method, resource, parameters, headers, date }: V1Parts): string {
  const { 'content-md5': md5 = '', 'content-type': type = '' } = headers
  const ossHeaders = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-oss-'))
    .toSorted(byName)
    .map(([name, value]) => `${name}:${value.trim()}\n`)
  const subresources = parameters
    .filter(([name]) => signed.has(name) || name.startsWith('response-'))
    .toSorted(byName)
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  const canonicalResource = [resource, ...(subresources.length === 0 ? [] : [subresources.join('&')])].join('?')
  const text = [method, md5, type, date, `${ossHeaders.join('')}${canonicalResource}`].join('\n')
  return createHmac('sha1', secret).update(text).digest('base64')
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : Number(a > b))
