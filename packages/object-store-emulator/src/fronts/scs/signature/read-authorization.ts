import type { ServiceRequest } from '../../../http/service-request.ts'

/** What a client says about its signature, in the header `Authorization` or in the URL. */
export interface ScsAuthorization {
  readonly accessKeyId: string
  readonly signature: string
  /** What stands for the date in the text that is signed. */
  readonly date: string
  /** When a request was signed; undefined for a URL. */
  readonly signedAt: string | undefined
  /** Of a URL, in seconds since 1970. */
  readonly expires: number | undefined
}

/** Undefined when the request is not signed, or by something else. */
export function readAuthorization({ headers, query }: ServiceRequest): ScsAuthorization | undefined {
  const header = headers['authorization']
  if (header === undefined) return readUrl({ query })
  const [, accessKeyId, signature] = /^([^\s:]+):(\S+)$/.exec(header) ?? []
  if (accessKeyId === undefined || signature === undefined) return undefined
  const own = headers['x-scs-date']
  const sent = headers['date'] ?? ''
  return { accessKeyId, signature, date: own === undefined ? sent : '', signedAt: own ?? sent, expires: undefined }
}

function readUrl({ query }: Pick<ServiceRequest, 'query'>): ScsAuthorization | undefined {
  const accessKeyId = query.get('SOHUCSAccessKeyId')
  const signature = query.get('Signature')
  const date = query.get('Expires')
  if (accessKeyId === undefined || signature === undefined || date === undefined) return undefined
  return { accessKeyId, signature, date, signedAt: undefined, expires: Number(date) }
}
