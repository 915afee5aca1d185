import type { ObjectHead } from '../object-store-client.ts'
import { garbled } from './store-fault.ts'
import type { StoreHttp } from './store-http.ts'
import type { AnswerHead, StoreRequest } from './store-request.ts'

/** What the head of an answer tells of the object, of which the body may be a part. @throws StoreFault when it tells too little */
export function readObjectHead(key: string, { status, headers }: AnswerHead): ObjectHead {
  const length = status === 206 ? /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] : headers['content-length']
  const modifiedAt = new Date(headers['last-modified'] ?? '')
  const etag = headers['etag']
  if (length === undefined || etag === undefined || Number.isNaN(modifiedAt.getTime())) {
    throw garbled('the answer lacks a length, an ETag or a date')
  }
  return { key, size: Number(length), etag, modifiedAt }
}

/** Asks for an object's head. @returns undefined for one that is missing */
export function headObject(http: StoreHttp, request: StoreRequest, key: string): Promise<ObjectHead | undefined> {
  const head: StoreRequest = { ...request, operation: 'HeadObject', method: 'HEAD', key, expect: ['NoSuchKey'] }
  return http.call(head, (answer) => (answer.errorCode === undefined ? readObjectHead(key, answer) : undefined))
}
