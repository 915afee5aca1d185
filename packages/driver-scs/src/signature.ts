import { createHmac } from 'node:crypto'
import { percentEncode } from '@moorage/driver-core/object-store'

export interface ScsCredentials {
  readonly accesskey: string
  readonly secretkey: string
}

export interface SignedCall {
  readonly method: string
  /** As `pathOf` writes it: with the bucket, percent-encoded. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>> | undefined
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Parameters that are signed. Those of uploads and listings are not. */
const signedParameters = ['acl', 'location']

/** The path of an object, or of the bucket for an empty key. SCS leaves `:` as it is. */
export function pathOf(bucket: string, key: string): string {
  return `/${bucket}/${key.split('/').map(percentEncode).join('/').replaceAll('%3A', ':')}`
}

/** The headers that sign a call, as the Go registry's client does it. */
export function signCall(credentials: ScsCredentials, call: SignedCall, at: Date): Record<string, string> {
  // What HTTP calls GMT, the Go client calls UTC.
  const date = at.toUTCString().replace(/GMT$/, 'UTC')
  return { date, authorization: `${credentials.accesskey}:${signature(credentials, call, date)}` }
}

/** A URL that is good for one method on one object. */
export function signUrl(
  credentials: ScsCredentials,
  origin: URL,
  call: Pick<SignedCall, 'method' | 'path'>,
  at: Date,
  expiresInSeconds: number,
): URL {
  const expires = String(Math.floor(at.getTime() / 1000) + expiresInSeconds)
  const url = new URL(call.path, origin)
  url.search = new URLSearchParams({
    Expires: expires,
    SOHUCSAccessKeyId: credentials.accesskey,
    Signature: signature(credentials, call, expires),
  }).toString()
  return url
}

/** @param date of the request, or when the URL expires */
function signature({ secretkey }: ScsCredentials, call: SignedCall, date: string): string {
  const { method, path, query = {}, headers = {} } = call
  const own = Object.keys(headers)
    .filter((name) => name.startsWith('x-scs-'))
    .toSorted()
    .map((name) => `${name}:${headers[name]}\n`)
  const parameters = signedParameters.filter((name) => query[name] !== undefined)
  const subresources = parameters.map((name) => (query[name] === '' ? name : `${name}=${query[name]}`)).join('&')
  const text = [
    method.toLowerCase(),
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    date,
    `${own.join('')}${path}${subresources === '' ? '' : `?${subresources}`}`,
  ]
  return createHmac('sha1', secretkey).update(text.join('\n')).digest('base64')
}
