import type { Query } from '../../http/query.ts'
import { textElement, type Xml } from '../../xml/write-xml.ts'
import { ServiceError } from '../service-error.ts'
import { percentEncode } from './percent-encode.ts'

/** How many entries a page is to have at most: what the parameter says, but never more than the service gives. */
export function readLimit(query: Query, name: string, pageSize: number): number {
  const text = query.get(name)
  if (text === undefined || text === '') return pageSize
  if (!/^\d{1,9}$/.test(text)) throw new ServiceError('InvalidArgument', { detail: `${name} is no number: ${text}` })
  return Math.min(Number(text), pageSize)
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
