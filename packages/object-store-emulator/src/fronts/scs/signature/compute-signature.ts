import { createHmac } from 'node:crypto'

/** What a signature of SCS is made from. */
export interface SignedParts {
  readonly method: string
  /** Decoded, with the bucket before the key: `/bucket/key`. */
  readonly path: string
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** By lower-case name; none for a URL. */
  readonly headers: Readonly<Record<string, string>>
  /** The text of the date, or when a URL expires. Empty when `x-scs-date` says it. */
  readonly date: string
}

/** Parameters that are signed. Those of uploads are not. */
const signed: ReadonlySet<string> = new Set(['acl', 'location'])

/** As the Go registry's client does it. */
export function computeSignature(secret: string, { method, path, parameters, headers, date }: SignedParts): string {
  const { 'content-md5': md5 = '', 'content-type': type = '' } = headers
  const scsHeaders = Object.entries(headers)
    .filter(([name]) => name.startsWith('x-scs-'))
    .toSorted(byName)
    .map(([name, value]) => `${name}:${value}\n`)
  const subresources = parameters
    .filter(([name]) => signed.has(name))
    .toSorted(byName)
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  const resource = [encodePath(path), ...(subresources.length === 0 ? [] : [subresources.join('&')])].join('?')
  const text = [method.toLowerCase(), md5, type, date, `${scsHeaders.join('')}${resource}`].join('\n')
  return createHmac('sha1', secret).update(text).digest('base64')
}

/** All but letters, digits and `_-~./:`. */
const encodePath = (path: string): string =>
  Array.from(Buffer.from(path), (byte) => {
    const character = String.fromCharCode(byte)
    return /[\w~./:-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : Number(a > b))
