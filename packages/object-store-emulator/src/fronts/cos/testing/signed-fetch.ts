import COS from 'cos-nodejs-sdk-v5'
import { type Account, defaultAccount } from '../../../accounts/account.ts'
import type { Emulator } from '../../../emulator/emulator.ts'
import { type FetchedAnswer, rawFetch, type RawFetchOptions, type RawRequest } from '../../testing/raw-fetch.ts'
import { Bucket, Region } from './start-cos.ts'

export interface FetchOptions extends RawFetchOptions {
  readonly method?: string
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly account?: Account
  readonly host?: string
  /** `<start>;<end>` in seconds since 1970, for both windows. */
  readonly keyTime?: string
  /** Changes the request after it was signed. */
  readonly tamper?: (request: RawRequest) => Partial<RawRequest>
}

/** One request, signed by Tencent's own code, and its answer as it came: without what a client makes of it. */
export async function signedFetch(emulator: Pick<Emulator, 'port'>, options: FetchOptions): Promise<FetchedAnswer> {
  const { body, tamper = () => ({}) } = options
  const request = signRequest(options)
  return rawFetch(emulator, { ...request, ...tamper(request) }, body, options)
}

export function signRequest(options: FetchOptions): RawRequest {
  const { method = 'GET', key, query = {}, account = defaultAccount, body } = options
  const host = options.host ?? `${Bucket}.cos.${Region}.myqcloud.com`
  const length: Record<string, string> = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const token: Record<string, string> = account.token === undefined ? {} : { 'x-cos-security-token': account.token }
  const headers = { host, ...length, ...token, ...options.headers }
  const authorization = COS.getAuthorization({
    SecretId: account.id,
    SecretKey: account.secret,
    Method: method as COS.Method,
    Pathname: `/${key}`,
    Query: query,
    Headers: headers,
    ...(options.keyTime !== undefined && { KeyTime: options.keyTime }),
  })
  const search = new URLSearchParams(query).toString()
  const path = `/${encodeURIComponent(key).replaceAll('%2F', '/')}${search === '' ? '' : `?${search}`}`
  return { method, path, headers: { ...headers, authorization } }
}
