import type { ServiceRequest } from '../../../http/service-request.ts'
import { ServiceError } from '../../service-error.ts'
import { algorithm, type Scope } from './compute-signature.ts'

/** What a client says about its signature, in the header `Authorization` or in the URL. */
export interface S3Authorization {
  readonly accessKeyId: string
  readonly scope: Scope
  /** Lower-case names. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** `yyyymmddThhmmssZ` */
  readonly date: string
  readonly token: string | undefined
  readonly payloadHash: string
  /** Of a URL; undefined for a signature in a header. */
  readonly expiresInSeconds: number | undefined
}

/** Undefined when the request is not signed. Throws when it is signed by something else than version 4. */
export function readAuthorization(request: ServiceRequest): S3Authorization | undefined {
  const header = request.headers['authorization']
  if (header !== undefined) return readHeader(header, request)
  return request.query.has('X-Amz-Algorithm') ? readUrl(request) : undefined
}

function readHeader(header: string, { headers }: ServiceRequest): S3Authorization {
  if (!header.startsWith(`${algorithm} `)) {
    throw new ServiceError('InvalidRequest', {
      message: `The authorization mechanism you have provided is not supported. Please use ${algorithm}.`,
    })
  }
  const field = (name: string): string => new RegExp(`[ ,]${name}=([^,]*)`).exec(header)?.[1]?.trim() ?? ''
  const payloadHash = headers['x-amz-content-sha256']
  if (payloadHash === undefined) {
    throw new ServiceError('InvalidRequest', {
      message: 'Missing required header for this request: x-amz-content-sha256',
    })
  }
  return {
    ...readCredential(field('Credential'), 'AuthorizationHeaderMalformed'),
    signedHeaders: field('SignedHeaders').split(';'),
    signature: field('Signature'),
    date: headers['x-amz-date'] ?? '',
    token: headers['x-amz-security-token'],
    payloadHash,
    expiresInSeconds: undefined,
  }
}

function readUrl({ query }: ServiceRequest): S3Authorization {
  const field = (name: string): string => query.get(`X-Amz-${name}`) ?? ''
  if (field('Algorithm') !== algorithm) {
    throw new ServiceError('AuthorizationQueryParametersError', {
      message: `X-Amz-Algorithm only supports "${algorithm}"`,
    })
  }
  return {
    ...readCredential(field('Credential'), 'AuthorizationQueryParametersError'),
    signedHeaders: field('SignedHeaders').split(';'),
    signature: field('Signature'),
    date: field('Date'),
    token: query.get('X-Amz-Security-Token'),
    payloadHash: query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
    expiresInSeconds: Number(query.get('X-Amz-Expires') ?? Number.NaN),
  }
}

function readCredential(text: string, code: string): Pick<S3Authorization, 'accessKeyId' | 'scope'> {
  const [, accessKeyId, day, region] = /^([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request$/.exec(text) ?? []
  if (accessKeyId === undefined || day === undefined || region === undefined) {
    throw new ServiceError(code, { detail: `the credential is none: ${text}` })
  }
  return { accessKeyId, scope: { day, region } }
}
