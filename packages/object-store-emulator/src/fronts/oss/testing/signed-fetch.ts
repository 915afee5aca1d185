import OSS from 'ali-oss'
import { type Account, defaultAccount } from '../../../accounts/account.ts'
import type { Emulator } from '../../../emulator/emulator.ts'
import { percentEncode } from '../../shared/percent-encode.ts'
import { type FetchedAnswer, rawFetch, type RawFetchOptions, type RawRequest } from '../../testing/raw-fetch.ts'
import { bucketHost, bucketName, region } from './start-oss.ts'

export interface FetchOptions extends RawFetchOptions {
  readonly method?: string
  readonly key: string
  /** `''` for a parameter without a value. */
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly account?: Account
  readonly host?: string
  readonly version?: 'v1' | 'v4'
  readonly signRegion?: string
  /** When it is signed. */
  readonly at?: Date
  /** Changes the request after it was signed. */
  readonly tamper?: (request: RawRequest) => Partial<RawRequest>
}

/** The two methods of Aliyun's client that sign, which its types leave out. */
interface Signer {
  authorization(method: string, resource: string, parameters: object, headers: object): string
  authorizationV4(method: string, request: object, bucket: string, key: string): string
}

/** One request, signed by Aliyun's own code, and its answer as it came: without what a client makes of it. */
export async function signedFetch(emulator: Pick<Emulator, 'port'>, options: FetchOptions): Promise<FetchedAnswer> {
  const { body, tamper = () => ({}) } = options
  const request = signRequest(options)
  return rawFetch(emulator, { ...request, ...tamper(request) }, body, options)
}

export function signRequest(options: FetchOptions): RawRequest {
  const { method = 'GET', key, query = {}, account = defaultAccount, body, version = 'v4', at = new Date() } = options
  const host = options.host ?? bucketHost
  const signer = new OSS({
    accessKeyId: account.id,
    accessKeySecret: account.secret,
    region: options.signRegion ?? region,
  }) as unknown as Signer
  const headers: Record<string, string> = {
    host,
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    ...(account.token !== undefined && { 'x-oss-security-token': account.token }),
    'x-oss-date': version === 'v1' ? at.toUTCString() : at.toISOString().replaceAll(/[-:]|\.\d+/g, ''),
    ...(version === 'v4' && { 'x-oss-content-sha256': 'UNSIGNED-PAYLOAD' }),
    ...options.headers,
  }
  const authorization =
    version === 'v1'
      ? signer.authorization(method, `/${bucketName}/${key}`, subresources(query), headers)
      : signer.authorizationV4(method, { headers, queries: nulls(query) }, bucketName, key)
  return { method, path: `/${encodePath(key)}${search(query)}`, headers: { ...headers, authorization } }
}

/** The client wants nothing for a parameter without a value, and signs an empty text as `name=`. */
const nulls = (query: Readonly<Record<string, string>>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value === '' ? null : value]))

/** Of version 1 the caller has to know which parameters are signed. */
const subresources = (query: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).filter(([name]) =>
      /^(?:uploads|uploadId|partNumber|delete|continuation-token|response-.*)$/.test(name),
    ),
  )

const encodePath = (key: string): string => percentEncode(key).replaceAll('%2F', '/')

function search(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([name, value]) =>
    value === '' ? percentEncode(name) : `${percentEncode(name)}=${percentEncode(value)}`,
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}
