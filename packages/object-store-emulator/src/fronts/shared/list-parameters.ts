import type { Query } from '../../http/query.ts'
import { textElement, type Xml } from '../../xml/write-xml.ts'
import type { ServedCall } from '../front.ts'
import { ServiceError } from '../service-error.ts'
import { percentEncode } from './percent-encode.ts'

/** The most that any service has on a page. */
const longestPage = 1000

/**
 * How many entries a page is to have at most: what the parameter says, but never more than the service gives.
 * @param usual for a request that does not say
 */
export function readLimit({ request: { query }, limits, dialect }: ServedCall, name: string, usual: number): number {
  const limit = readNumber(query, name, usual)
  if (dialect.refusesLongPages && (limit > longestPage || limit === 0)) {
    throw new ServiceError('InvalidArgument', { detail: `${name} is not from 1 to ${longestPage}: ${limit}` })
  }
  return Math.min(limit, limits.pageSize)
}

export function readNumber(query: Query, name: string, usual: number): number {
  const text = query.get(name)
  if (text === undefined || text === '') return usual
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new ServiceError('InvalidArgument', { detail: `${name} is no number: ${text}` })
}

export interface KeyEncoding {
  /** An element with a key, or with a part of one, encoded when the request asks for that. */
  readonly keyElement: (name: string, key: string) => Xml
  /** Says so in the answer. */
  readonly elements: readonly Xml[]
}

/** `encoding-type=url` has keys percent-encoded, for those that XML cannot hold. */
export function readKeyEncoding(query: Query): KeyEncoding {
  const type = query.get('encoding-type')
  if (type === undefined || type === '') return { keyElement: textElement, elements: [] }
  if (type !== 'url') throw new ServiceError('InvalidArgument', { detail: `encoding-type is not url: ${type}` })
  return {
    keyElement: (name, key) => textElement(name, percentEncode(key).replaceAll('%2F', '/')),
    elements: [textElement('EncodingType', type)],
  }
}
