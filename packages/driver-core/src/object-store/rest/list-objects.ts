import { garbled } from '../http/store-fault.ts'
import { parseXml, type XmlElement } from '../http/xml-element.ts'
import type { ObjectHead, ObjectPage, ObjectPageOptions } from '../object-store-client.ts'
import { keyDecoder } from './key-decoding.ts'

/** The parameters of a list of objects, in the first form that all stores have. */
export function listQuery({ prefix, delimiter, after, limit }: ObjectPageOptions): Record<string, string> {
  return {
    'encoding-type': 'url',
    ...(prefix === '' ? {} : { prefix }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(after === undefined ? {} : { marker: after }),
    'max-keys': String(limit ?? 1000),
  }
}

/** Reads a page. @throws StoreFault when it cannot be used */
export function readPage(text: string, { after }: ObjectPageOptions): ObjectPage {
  const root = parseXml(text, 'ListBucketResult')
  const decode = keyDecoder(root)
  const objects = root.all('Contents').map((element) => readObject(element, decode))
  // Stores differ in whether a prefix that holds the marker is shown again.
  const prefixes = root
    .all('CommonPrefixes')
    .map((element) => decode(element.required('Prefix')))
    .filter((prefix) => after === undefined || compareUtf8(prefix, after) > 0)
  return { objects, prefixes, next: readNext(root, decode, objects, prefixes, after) }
}

function readObject(element: XmlElement, decode: (text: string) => string): ObjectHead {
  const size = Number(element.required('Size'))
  const modifiedAt = new Date(element.required('LastModified'))
  if (!Number.isSafeInteger(size) || Number.isNaN(modifiedAt.getTime())) throw garbled('the listing has a broken entry')
  return { key: decode(element.required('Key')), size, etag: element.required('ETag'), modifiedAt }
}

function readNext(
  root: XmlElement,
  decode: (text: string) => string,
  objects: readonly ObjectHead[],
  prefixes: readonly string[],
  after: string | undefined,
): string | undefined {
  if (root.required('IsTruncated') !== 'true') return undefined
  const marker = root.text('NextMarker') ?? ''
  // Some leave the marker out where there is no delimiter.
  const last = [objects.at(-1)?.key, prefixes.at(-1)].filter((key) => key !== undefined).toSorted(compareUtf8)
  const next = marker === '' ? last.at(-1) : decode(marker)
  if (next === undefined || (after !== undefined && compareUtf8(next, after) <= 0)) {
    throw garbled('the listing does not get on')
  }
  return next
}

/** Orders as the stores do: by the bytes of UTF-8. */
function compareUtf8(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}
