import { Crc64 } from '../http/crc64.ts'
import { garbled } from '../http/store-fault.ts'
import type { StoreHttp } from '../http/store-http.ts'
import type { StoreAnswer, StoreRequest } from '../http/store-request.ts'
import type { ObjectContent, ObjectPart } from '../object-store-client.ts'
import { contentMd5Header } from './content-md5.ts'
import type { RestDialect } from './rest-dialect.ts'

/** A part's bytes and where they belong; `request` is all but the content. */
export interface PartUpload {
  readonly request: StoreRequest
  readonly number: number
  readonly content: ObjectContent
  readonly size: number
}

/**
 * Sends a part and compares the CRC-64 of what left with that of what arrived, at no cost in time: it is computed while the bytes leave.
 * A part that changed on its way is sent again, and until an upload is completed nobody sees its parts.
 * @returns undefined for a missing upload; `unchecked` when the store did not tell its CRC-64
 */
export async function uploadCheckedByCrc64(
  http: StoreHttp,
  part: PartUpload,
  crc64Header: string,
): Promise<ObjectPart | undefined | 'unchecked'> {
  using digest = await Crc64.create()
  // Awaited here: the digest is given back, for others to use, when this function is left.
  return await http.call({ ...part.request, content: part.content, digest }, (answer) => {
    if (answer.errorCode !== undefined) return undefined
    const arrived = answer.headers[crc64Header]
    if (arrived === undefined) return 'unchecked'
    if (arrived !== digest.value()) throw garbled('the bytes changed on their way')
    return readPart(answer, part)
  })
}

/** Sends a part with its MD5, which the store compares. @returns undefined for a missing upload */
export async function uploadCheckedByMd5(
  http: StoreHttp,
  part: PartUpload,
  encoding: RestDialect['contentMd5'],
): Promise<ObjectPart | undefined> {
  const headers = { ...part.request.headers, ...(await contentMd5Header(part.content, encoding)) }
  return http.call({ ...part.request, headers, content: part.content }, (answer) =>
    answer.errorCode === undefined ? readPart(answer, part) : undefined,
  )
}

function readPart(answer: StoreAnswer, { number, size }: PartUpload): ObjectPart {
  const etag = answer.headers['etag']
  if (etag === undefined) throw garbled('the answer has no ETag')
  return { number, size, etag }
}
