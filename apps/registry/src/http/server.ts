import { lstat, readFile, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { Http2SecureServer, Http2Session } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { HttpConfiguration, TlsConfiguration } from '../config/configuration.ts'
import type { RequestHandler } from './request-handler.ts'

/** Milliseconds for a request's headers to arrive. */
const headersTimeoutMs = 30_000
/** Milliseconds between two looks for such headers. */
const connectionsCheckMs = 5_000
/** Milliseconds a connection may stay open without a request; more than load balancers keep theirs. */
const keepAliveTimeoutMs = 75_000
/** Milliseconds between two looks for connections that have become idle, while the server closes. */
const idleCheckMs = 50
const maximumHeaderBytes = 64 * 1024

// An import of it would load all that it exports, and with it a client for fetch and WebSocket: 30 ms of each start, and 8 MiB.
const { createServer } = process.getBuiltinModule('node:http')

const common = {
  headersTimeout: headersTimeoutMs,
  connectionsCheckingInterval: connectionsCheckMs,
  keepAliveTimeout: keepAliveTimeoutMs,
  // A body may take as long as it moves: `readBody` watches that.
  requestTimeout: 0,
  maxHeaderSize: maximumHeaderBytes,
}

/** How a server is reached. */
export type ServerConfiguration = Pick<HttpConfiguration, 'addr' | 'net' | 'tls' | 'http2' | 'draintimeout'>

/** A listener of a registry. */
export class RegistryServer {
  readonly #http: ServerConfiguration
  readonly #handler: RequestHandler
  readonly #sockets = new Set<Socket>()
  readonly #sessions = new Set<Http2Session>()
  #server: Server | Http2SecureServer | undefined

  constructor(http: ServerConfiguration, handler: RequestHandler) {
    this.#http = http
    this.#handler = handler
  }

  /** @returns where it listens: `http://127.0.0.1:5000`, or `unix:` and a path */
  async listen(): Promise<string> {
    const server = await this.#create()
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    server.on('session', (session: Http2Session) => {
      this.#sessions.add(session)
      session.once('close', () => this.#sessions.delete(session))
    })
    await listenOn(server, this.#http)
    this.#server = server
    const address = server.address()
    if (typeof address === 'string' || address === null) return `unix:${this.#http.addr}`
    return `${this.#http.tls === undefined ? 'http' : 'https'}://${hostOf(address)}:${address.port}`
  }

  /** Takes no more connections, and gives running requests `http.draintimeout` to end. */
  async close(): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
    // A connection is kept alive behind the request that it was busy with: it would hold up the end for the whole time.
    const closeIdle = (): void => {
      if ('closeIdleConnections' in server) server.closeIdleConnections()
    }
    closeIdle()
    // Node 22 would wait for those on which nothing happens.
    for (const session of this.#sessions) session.close()
    const idleTimer = setInterval(closeIdle, idleCheckMs)
    const timer = setTimeout(() => this.#cut(), this.#http.draintimeout)
    await closed
    clearInterval(idleTimer)
    clearTimeout(timer)
  }

  async #create(): Promise<Server | Http2SecureServer> {
    const { tls, http2 } = this.#http
    if (tls === undefined) return createServer(common, this.#handler)
    const secure = await readTls(tls)
    if (http2.disabled) {
      const https = await import('node:https')
      return https.createServer({ ...common, ...secure }, this.#handler)
    }
    const { createSecureServer } = await import('node:http2')
    // Without them Node ends every HTTP/1 request that takes five minutes. Node 22 takes them as properties alone.
    return Object.assign(createSecureServer({ ...common, ...secure, allowHTTP1: true }, this.#handler), common)
  }

  #cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

async function readTls(
  tls: TlsConfiguration,
): Promise<{ cert: Buffer; key: Buffer; minVersion: 'TLSv1.2' | 'TLSv1.3' }> {
  const [cert, key] = await Promise.all([readFile(tls.certificate), readFile(tls.key)])
  return { cert, key, minVersion: tls.minimumtls === 'tls1.3' ? 'TLSv1.3' : 'TLSv1.2' }
}

async function listenOn(server: Server | Http2SecureServer, http: ServerConfiguration): Promise<void> {
  // What a killed process left of its socket would refuse the new one its name.
  if (http.net === 'unix' && (await isSocket(http.addr))) await rm(http.addr, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(http.net === 'unix' ? { path: http.addr } : parseAddress(http.addr), () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function isSocket(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSocket()
  } catch {
    // Nothing is there, or `listen` says what is wrong.
    return false
  }
}

/** `host:port`, `[::1]:port` or `:port`, which is every address. */
function parseAddress(addr: string): { host?: string; port: number } {
  const colon = addr.lastIndexOf(':')
  const host = addr.slice(0, Math.max(0, colon)).replace(/^\[(.*)\]$/, '$1')
  const port = Number(addr.slice(colon + 1))
  return host === '' ? { port } : { host, port }
}

/** An address that a client on this machine can use. */
function hostOf(address: AddressInfo): string {
  if (address.address === '::' || address.address === '0.0.0.0') return '127.0.0.1'
  return address.family === 'IPv6' ? `[${address.address}]` : address.address
}
