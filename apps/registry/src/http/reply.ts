import type { Readable } from 'node:stream'

export type ReplyHeaders = Record<string, string | readonly string[]>

/** An answer as data; `sendReply` writes it. */
export interface Reply {
  readonly status: number
  readonly headers: ReplyHeaders
  /** Left out of the answer to a HEAD request, whose `Content-Length` must be in `headers`. */
  readonly body?: Uint8Array | string | Readable | undefined
}

/** A JSON answer. */
export function jsonReply(status: number, value: unknown, headers: ReplyHeaders = {}): Reply {
  const body = Buffer.from(JSON.stringify(value))
  return {
    status,
    headers: { 'Content-Type': 'application/json', 'Content-Length': String(body.length), ...headers },
    body,
  }
}

/** An answer without a body. */
export function emptyReply(status: number, headers: ReplyHeaders = {}): Reply {
  return { status, headers: status === 204 || status === 304 ? headers : { 'Content-Length': '0', ...headers } }
}
