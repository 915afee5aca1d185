import { Readable } from 'node:stream'
import type { ObjectBody, ObjectHead, ObjectRange } from '../object-store-client.ts'
import { headObject, readObjectHead } from './object-head.ts'
import { garbled } from './store-fault.ts'
import type { StoreHttp } from './store-http.ts'
import type { AnswerHead, StoreRequest } from './store-request.ts'

/**
 * Opens an object or a part of it.
 * @param request the plain GET of the object, without a range
 * @param rangeHeaders what a request with a range has besides
 * @returns undefined for an object that is missing; an empty body for a range behind its end. The body fails when it does not arrive whole.
 */
export async function download(
  http: StoreHttp,
  request: StoreRequest,
  key: string,
  { offset = 0, length }: ObjectRange = {},
  rangeHeaders: Readonly<Record<string, string>> = {},
): Promise<ObjectBody | undefined> {
  // No range of HTTP is empty.
  if (length === 0) return empty(http, request, key)
  const ranged = withRange({ ...request, key, expect: ['NoSuchKey', 'InvalidRange'] }, offset, length, rangeHeaders)
  const answer = await http.open(ranged, (opened) => ({ ...opened, head: readHead(opened, key, ranged, offset) }))
  if (answer.errorCode === 'InvalidRange') return empty(http, request, key)
  return answer.head === undefined ? undefined : { head: answer.head, body: answer.body }
}

async function empty(http: StoreHttp, request: StoreRequest, key: string): Promise<ObjectBody | undefined> {
  const head = await headObject(http, request, key)
  return head === undefined ? undefined : { head, body: Readable.from([], { objectMode: false }) }
}

/** @throws StoreFault when the answer is not the range that was asked for: bytes must not end up in the wrong place */
function readHead(answer: AnswerHead, key: string, request: StoreRequest, offset: number): ObjectHead | undefined {
  if (answer.errorCode !== undefined) return undefined
  const isWhole = answer.status !== 206
  const first = isWhole ? '0' : /^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1]
  if (Number(first) !== offset || (isWhole && request.headers?.['range'] !== undefined)) {
    throw garbled('the answer is not the range that was asked for')
  }
  return readObjectHead(key, answer)
}

function withRange(
  request: StoreRequest,
  offset: number,
  length: number | undefined,
  rangeHeaders: Readonly<Record<string, string>>,
): StoreRequest {
  if (offset === 0 && length === undefined) return request
  const range = `bytes=${offset}-${length === undefined ? '' : offset + length - 1}`
  return { ...request, headers: { ...request.headers, ...rangeHeaders, range } }
}
