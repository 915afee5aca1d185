import type { IncomingMessage } from 'node:http'
import { Query } from './query.ts'
import { RequestBody } from './request-body.ts'

/** A request as the fronts read it. */
export interface ServiceRequest {
  readonly method: string
  /** The Host header in lower case, with the port if it names one. */
  readonly host: string
  /** Path and parameters as they were sent. */
  readonly url: string
  /** Decoded; undefined if it is no UTF-8. Begins with a slash. */
  readonly path: string | undefined
  readonly query: Query
  /** By lower-case name; values are UTF-8. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: RequestBody
}

export function readRequest(message: IncomingMessage, onBodyRead: () => void): ServiceRequest {
  // A client that takes the emulator for a proxy sends the whole URL.
  const url = (message.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '')
  const pathEnd = url.indexOf('?')
  return {
    method: message.method ?? 'GET',
    host: (message.headers.host ?? '').toLowerCase(),
    url,
    path: decodePath(pathEnd === -1 ? url : url.slice(0, pathEnd)),
    query: new Query(pathEnd === -1 ? '' : url.slice(pathEnd + 1)),
    headers: readHeaders(message),
    body: new RequestBody(message, onBodyRead),
  }
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path === '' ? '/' : path)
  } catch {
    return undefined
  }
}

function readHeaders({ headers }: IncomingMessage): Record<string, string> {
  const read: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '')
    // Node reads headers byte by byte; clients send UTF-8.
    read[name] = /^\p{ASCII}*$/u.test(text) ? text : Buffer.from(text, 'latin1').toString('utf8')
  }
  return read
}
