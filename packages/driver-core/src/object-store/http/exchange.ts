import type { Readable } from 'node:stream'
import type { Dispatcher, Pool } from 'undici'
import { connectionFault } from './connection-fault.ts'
import { contentLength, requestBody, type Sending } from './request-body.ts'
import type { StoreRequest } from './store-request.ts'

/** An answer whose body is still to be read. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Readable
}

/**
 * Sends a call once.
 * @param headers all of them, those of the signature included
 * @param sending whether the body is still wanted: an answer may come, and be read, before all of it has left
 * @throws StoreFault
 */
export async function exchange(
  connections: Pool,
  request: StoreRequest,
  headers: Readonly<Record<string, string>>,
  sending: Sending,
): Promise<RawAnswer> {
  request.digest?.start()
  const options: Dispatcher.RequestOptions = {
    method: request.method,
    path: pathAndQuery(request),
    headers: { ...headers },
    // undici would give up the connection after each HEAD, for servers that answer it with a body.
    reset: false,
    ...(request.content === undefined ? {} : { body: body(request, sending) }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  }
  try {
    const answer = await connections.request(options)
    // undici makes an error of each body that is given up; whoever reads it has a listener of his own.
    answer.body.on('error', () => undefined)
    return { status: answer.statusCode, headers: single(answer.headers), body: answer.body }
  } catch (error) {
    throw connectionFault(error, false)
  }
}

/** Percent-encodes as the signatures of all stores want it: everything but `A-Z a-z 0-9 - _ . ~`. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** The path of an object, each name of its key encoded. */
export function objectPath(key: string): string {
  return `/${key.split('/').map(percentEncode).join('/')}`
}

function pathAndQuery(request: StoreRequest): string {
  const pairs = Object.entries(request.query ?? {}).map(([name, value]) =>
    value === '' ? percentEncode(name) : `${percentEncode(name)}=${percentEncode(value)}`,
  )
  return pairs.length === 0 ? request.path : `${request.path}?${pairs.join('&')}`
}

function body(request: StoreRequest, sending: Sending): Readable | null {
  const content = request.content ?? []
  if (contentLength(content) === 0) return null
  // undici documents iterables as bodies, and leaves them out of its types.
  return requestBody(content, request.digest, sending) as unknown as Readable
}

function single(headers: Readonly<Record<string, string | string[] | undefined>>): RawAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}
