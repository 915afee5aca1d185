import type { ServiceRequest } from '../../../http/service-request.ts'

/** What a client says about its signature, in the header `Authorization` or in the URL. */
export interface CosAuthorization {
  readonly accessKeyId: string
  readonly signTime: string
  readonly keyTime: string
  /** Names of signed headers, decoded, in lower case. */
  readonly headerList: readonly string[]
  /** Names of signed parameters, decoded, in lower case. */
  readonly parameterList: readonly string[]
  readonly signature: string
}

/** Undefined when the request is not signed, or by something else. */
export function readAuthorization({ headers, query }: ServiceRequest): CosAuthorization | undefined {
  const header = headers['authorization']
  const field = header === undefined ? (name: string) => query.get(name) : fieldsOf(header)
  const accessKeyId = field('q-ak')
  const signTime = field('q-sign-time')
  const keyTime = field('q-key-time')
  const signature = field('q-signature')
  if (field('q-sign-algorithm') !== 'sha1' || accessKeyId === undefined || signature === undefined) return undefined
  if (signTime === undefined || keyTime === undefined) return undefined
  const headerList = readList(field('q-header-list') ?? '')
  const parameterList = readList(field('q-url-param-list') ?? '')
  return { accessKeyId, signTime, keyTime, signature, headerList, parameterList }
}

function fieldsOf(header: string): (name: string) => string | undefined {
  const fields = new Map<string, string>()
  for (const pair of header.split('&')) {
    const end = pair.indexOf('=')
    fields.set(pair.slice(0, end), pair.slice(end + 1))
  }
  return (name) => fields.get(name)
}

/** Names are percent-encoded in a list, and the list of a URL is encoded again by some clients. */
function readList(list: string): string[] {
  let decoded = list
  while (/%[\da-f]{2}/i.test(decoded)) {
    const next = decodeOnce(decoded)
    if (next === decoded) break
    decoded = next
  }
  return decoded
    .split(';')
    .filter((name) => name !== '')
    .map((name) => name.toLowerCase())
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
