import { Readable } from 'node:stream'
import { DriverError } from '../../driver-error.ts'
import type { ObjectBody, ObjectHead, ObjectRange } from '../object-store-client.ts'
import { DownloadStream } from './download-stream.ts'
import { headObject, readObjectHead } from './object-head.ts'
import { garbled } from './store-fault.ts'
import type { OpenAnswer, StoreHttp } from './store-http.ts'
import type { AnswerHead, StoreRequest } from './store-request.ts'

/**
 * Reads an object or a part of it. A transfer that breaks goes on where it was, as long as the object is the same.
 * @param request the plain GET of the object, without a range
 * @returns undefined for an object that is missing; an empty body for a range behind its end
 */
export async function download(
  http: StoreHttp,
  request: StoreRequest,
  key: string,
  range: ObjectRange = {},
): Promise<ObjectBody | undefined> {
  const start = range.offset ?? 0
  // No range of HTTP is empty.
  if (range.length === 0) return empty(http, request, key)
  const first = withRange({ ...request, key, expect: ['NoSuchKey', 'InvalidRange'] }, start, range.length)
  const opened = await http.open(first, (answer) => ({ ...answer, head: readHead(answer, key, first, start) }))
  if (opened.errorCode === 'InvalidRange') return empty(http, request, key)
  const { head } = opened
  if (head === undefined) return undefined
  const end = Math.min(head.size, range.length === undefined ? head.size : start + range.length)
  const resume = (received: number, signal: AbortSignal): Promise<Readable> =>
    openRest(http, { ...request, key, signal }, head, start + received, end)
  return { head, body: new DownloadStream(opened.body, { http, request: first, size: end - start, resume }) }
}

async function empty(http: StoreHttp, request: StoreRequest, key: string): Promise<ObjectBody | undefined> {
  const head = await headObject(http, request, key)
  return head === undefined ? undefined : { head, body: Readable.from([], { objectMode: false }) }
}

/** @throws DriverError when the object is no longer the one that `head` is of */
async function openRest(
  http: StoreHttp,
  request: StoreRequest,
  head: ObjectHead,
  start: number,
  end: number,
): Promise<Readable> {
  const rest = withRange(request, start, end - start)
  const body = await http.open(
    {
      ...rest,
      headers: { ...rest.headers, 'if-match': head.etag },
      expect: ['NoSuchKey', 'PreconditionFailed', 'InvalidRange'],
    },
    (answer: OpenAnswer) => {
      if (readHead(answer, head.key, rest, start)?.etag === head.etag) return answer.body
      answer.body.destroy()
      return undefined
    },
  )
  if (body !== undefined) return body
  const message = `${request.operation} ${head.key}: the object was replaced or deleted while it was read`
  throw new DriverError({ code: 'UNAVAILABLE', driver: http.protocol.driver, message })
}

/** @throws StoreFault when the answer is not the range that was asked for: bytes must not end up in the wrong place */
function readHead(answer: AnswerHead, key: string, request: StoreRequest, start: number): ObjectHead | undefined {
  if (answer.errorCode !== undefined) return undefined
  const first = answer.status === 206 ? /^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1] : '0'
  if (Number(first) !== start || (answer.status !== 206 && request.headers?.['range'] !== undefined)) {
    throw garbled('the answer is not the range that was asked for')
  }
  return readObjectHead(key, answer)
}

function withRange(request: StoreRequest, start: number, length: number | undefined): StoreRequest {
  if (start === 0 && length === undefined) return request
  const range = `bytes=${start}-${length === undefined ? '' : start + length - 1}`
  return { ...request, headers: { ...request.headers, range } }
}
