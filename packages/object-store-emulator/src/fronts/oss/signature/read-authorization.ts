import type { ServiceRequest } from '../../../http/service-request.ts'
import { ServiceError } from '../../service-error.ts'

interface Credentials {
  readonly accessKeyId: string
  readonly signature: string
  readonly token: string | undefined
}

/** What a client says about its signature, in the header `Authorization` or in the URL. */
export type OssAuthorization =
  | (Credentials & {
      readonly version: 'v4'
      /** Of the credential. */
      readonly day: string
      readonly region: string
      readonly additionalHeaders: readonly string[]
      readonly date: string
      /** Of a URL. */
      readonly expiresInSeconds: number | undefined
    })
  | (Credentials & {
      readonly version: 'v1'
      readonly date: string
      /** Of a URL, in seconds since 1970. */
      readonly expires: number | undefined
    })

/** Undefined when the request is not signed, or by something else. Throws when the signature is none. */
export function readAuthorization({ headers, query }: ServiceRequest): OssAuthorization | undefined {
  const header = headers['authorization']
  const token = headers['x-oss-security-token']
  // OSS signs `x-oss-date` in the place of `Date` when both are there.
  const date = headers['x-oss-date'] ?? headers['date'] ?? ''
  if (header?.startsWith('OSS4-HMAC-SHA256 ') === true) {
    const field = (name: string): string | undefined => new RegExp(`[ ,]${name}=([^,]*)`).exec(header)?.[1]
    if (headers['x-oss-content-sha256'] !== 'UNSIGNED-PAYLOAD') {
      throw malformed('x-oss-content-sha256 is not UNSIGNED-PAYLOAD')
    }
    const list = field('AdditionalHeaders') ?? ''
    return {
      ...readV4(field('Credential') ?? '', field('Signature') ?? '', list, date),
      token,
      expiresInSeconds: undefined,
    }
  }
  const [, accessKeyId, signature] = /^OSS ([^:]+):(.+)$/.exec(header ?? '') ?? []
  if (accessKeyId !== undefined && signature !== undefined) {
    return { version: 'v1', accessKeyId, signature, token, date, expires: undefined }
  }
  return header === undefined ? readUrl({ query }) : undefined
}

function readUrl({ query }: Pick<ServiceRequest, 'query'>): OssAuthorization | undefined {
  if (query.get('x-oss-signature-version') === 'OSS4-HMAC-SHA256') {
    const [credential = '', signature = '', list = '', date = ''] = [
      'x-oss-credential',
      'x-oss-signature',
      'x-oss-additional-headers',
      'x-oss-date',
    ].map((name) => query.get(name))
    const token = query.get('x-oss-security-token')
    return { ...readV4(credential, signature, list, date), token, expiresInSeconds: Number(query.get('x-oss-expires')) }
  }
  const accessKeyId = query.get('OSSAccessKeyId')
  const signature = query.get('Signature')
  const date = query.get('Expires')
  if (accessKeyId === undefined || signature === undefined || date === undefined) return undefined
  return { version: 'v1', accessKeyId, signature, token: query.get('security-token'), date, expires: Number(date) }
}

function readV4(credential: string, signature: string, list: string, date: string) {
  const [, accessKeyId, day, region] = /^([^/]+)\/(\d{8})\/([^/]+)\/oss\/aliyun_v4_request$/.exec(credential) ?? []
  if (accessKeyId === undefined || day === undefined || region === undefined) {
    throw malformed(`the credential is none: ${credential}`)
  }
  const additionalHeaders = list.split(';').filter((name) => name !== '')
  return { version: 'v4', accessKeyId, day, region, signature, additionalHeaders, date } as const
}

const malformed = (detail: string): ServiceError => new ServiceError('InvalidArgument', { detail })
