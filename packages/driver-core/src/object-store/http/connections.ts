import { isIP } from 'node:net'
import { buildConnector, Pool } from 'undici'

export interface ConnectionOptions {
  /** Scheme, host and port; the host is what the `Host` header and TLS's server name say. */
  readonly origin: URL
  /** Where to connect instead: an address, with a port where it is not the origin's. */
  readonly connectTo?: { readonly host: string; readonly port?: number | undefined } | undefined
  /** Whether the store must prove who it is. Default true. */
  readonly verifyTls?: boolean | undefined
  /** Milliseconds for a connection to be made, TLS included. Default 10,000. */
  readonly connectTimeoutMs?: number | undefined
  /**
   * Milliseconds that a store may be silent, in the middle of a body or before its answer begins. Default 60,000. Whatever takes stores
   * longer, such as copying, they begin to answer before it is done.
   */
  readonly idleTimeoutMs?: number | undefined
  /** Milliseconds for which an unused connection is kept. Default 15,000: less than the stores keep them. */
  readonly keepAliveMs?: number | undefined
}

/**
 * Connections to one host, kept for the next request. Their number is not bounded here: requests are, by the driver's
 * `maxconcurrency`, and a download that is read slowly keeps its own connection without counting any more.
 */
export function openConnections(options: ConnectionOptions): Pool {
  const idleTimeoutMs = options.idleTimeoutMs ?? 60_000
  return new Pool(options.origin, {
    // `null` is "no bound"; one request at a time on each.
    connections: null,
    pipelining: 1,
    // Of HTTP/2 a connection would be shared, and a request that is given up could not end it.
    allowH2: false,
    keepAliveTimeout: options.keepAliveMs ?? 15_000,
    keepAliveMaxTimeout: options.keepAliveMs ?? 15_000,
    headersTimeout: idleTimeoutMs,
    bodyTimeout: idleTimeoutMs,
    connect: connector(options),
  })
}

function connector(options: ConnectionOptions): buildConnector.connector {
  const connect = buildConnector({
    allowH2: false,
    timeout: options.connectTimeoutMs ?? 10_000,
    rejectUnauthorized: options.verifyTls ?? true,
  })
  const { connectTo, origin } = options
  if (connectTo === undefined) return connect
  return (target, callback) => {
    const port = connectTo.port === undefined ? target.port : String(connectTo.port)
    // The certificate is the origin's, not the address's.
    const servername = target.servername ?? (isIP(origin.hostname) === 0 ? origin.hostname : undefined)
    connect(
      { ...target, hostname: connectTo.host, port, ...(servername === undefined ? {} : { servername }) },
      callback,
    )
  }
}
