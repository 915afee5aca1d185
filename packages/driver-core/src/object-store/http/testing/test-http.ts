import type { ConnectionOptions } from '../connections.ts'
import { StoreHttp, type StoreHttpOptions } from '../store-http.ts'
import type { StoreProtocol } from '../store-protocol.ts'
import type { StoreRequest } from '../store-request.ts'

/** A store whose signature is the time. */
export const protocol: StoreProtocol = {
  driver: 'test',
  requestIdHeader: 'x-request-id',
  faults: {
    InternalError: { code: 'UNAVAILABLE', message: 'it broke' },
    SlowDown: { code: 'RATE_LIMITED', message: 'fewer requests, please' },
    AccessDenied: { code: 'ACCESS_DENIED', message: 'allow it' },
    BadDigest: { code: 'UNAVAILABLE', message: 'the bytes changed on their way' },
  },
  sign: (_request, _headers, at) => ({ 'x-signed-at': at.toISOString() }),
  isClockSkew: (fault) => fault.code === 'RequestTimeTooSkewed',
}

/** A client of a scripted server, which waits a few milliseconds where a real one waits for seconds. */
export function testHttp(connections: ConnectionOptions, options: Partial<StoreHttpOptions> = {}): StoreHttp {
  const retry = { firstDelayMs: 1, firstThrottleDelayMs: 1, ...options.retry }
  return new StoreHttp({ protocol, maxConcurrency: 10, connections, ...options, retry })
}

export const get: StoreRequest = { operation: 'GetThing', method: 'GET', key: 'thing', path: '/thing' }

export const put = (...content: readonly Uint8Array[]): StoreRequest => ({
  operation: 'PutThing',
  method: 'PUT',
  key: 'thing',
  path: '/thing',
  content,
})
