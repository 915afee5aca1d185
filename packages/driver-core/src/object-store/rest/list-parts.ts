import { garbled } from '../http/store-fault.ts'
import { parseXml } from '../http/xml-element.ts'
import type { ObjectPart, ObjectPartPage } from '../object-store-client.ts'

/** Reads a page of the parts of an upload. @throws StoreFault when it cannot be used */
export function readPartPage(text: string, after: number): ObjectPartPage {
  const root = parseXml(text, 'ListPartsResult')
  const parts = root.all('Part').map((element): ObjectPart => ({
    number: Number(element.required('PartNumber')),
    size: Number(element.required('Size')),
    etag: element.required('ETag'),
  }))
  if (parts.some(({ number, size }) => !Number.isSafeInteger(number) || !Number.isSafeInteger(size))) {
    throw garbled('the list of parts has a broken entry')
  }
  if (root.required('IsTruncated') !== 'true') return { parts, next: undefined }
  const next = Number(root.text('NextPartNumberMarker') ?? parts.at(-1)?.number)
  if (!(next > after)) throw garbled('the list of parts does not get on')
  return { parts, next }
}
