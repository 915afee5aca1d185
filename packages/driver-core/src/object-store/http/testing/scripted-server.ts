import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { certificate } from './certificate.ts'

/** What the server saw of a request. */
export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  /** The same for requests of one connection. */
  readonly connection: number
}

/** How a request is answered; the body has been read by then. */
export type Step = (response: ServerResponse, request: SeenRequest, incoming: IncomingMessage) => void

/** A server that answers its requests one after the other as a test says; the last step answers all that follow. */
export class ScriptedServer implements AsyncDisposable {
  readonly requests: SeenRequest[] = []
  readonly sockets: Set<Socket> = new Set()
  readonly #server: ReturnType<typeof createServer>
  readonly #steps: Step[]
  readonly #tls: boolean
  /** How many connections there were. */
  connectionCount = 0

  private constructor(steps: readonly Step[], tls: boolean) {
    this.#steps = [...steps]
    this.#tls = tls
    const listener: RequestListener = (incoming, response) => void this.#answer(incoming, response)
    this.#server = tls ? createTlsServer(certificate, listener) : createServer(listener)
    this.#server.keepAliveTimeout = 0
    this.#server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.connectionCount += 1
      numbers.set(socket, this.connectionCount)
      this.sockets.add(socket)
      socket.once('close', () => this.sockets.delete(socket))
      socket.on('error', () => undefined)
    })
  }

  static async start(steps: readonly Step[], options: { readonly tls?: boolean } = {}): Promise<ScriptedServer> {
    const server = new ScriptedServer(steps, options.tls ?? false)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get origin(): URL {
    return new URL(`${this.#tls ? 'https' : 'http'}://127.0.0.1:${this.port}`)
  }

  /** Resolves when the connections that are open now are closed. */
  async currentSocketsClosed(): Promise<void> {
    await Promise.all([...this.sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = []
    try {
      for await (const chunk of incoming) chunks.push(chunk as Uint8Array)
    } catch {
      // The client went away.
      return
    }
    const request: SeenRequest = {
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      headers: incoming.headers,
      body: Buffer.concat(chunks),
      connection: numbers.get(incoming.socket) ?? 0,
    }
    this.requests.push(request)
    const step = this.#steps.length > 1 ? this.#steps.shift() : this.#steps[0]
    step?.(response, request, incoming)
  }
}

const numbers = new WeakMap<Socket, number>()

/** Answers with a status, headers and a body. */
export function answer(status: number, body = '', headers: Readonly<Record<string, string>> = {}): Step {
  return (response) => void response.writeHead(status, { 'x-request-id': `id-${status}`, ...headers }).end(body)
}

/** Answers with an error as the stores write it. */
export function errorAnswer(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Step {
  return answer(status, `<Error><Code>${code}</Code><Message>because of ${code}</Message></Error>`, headers)
}

/** Breaks the connection without an answer. */
export const reset: Step = (response) => void response.socket?.resetAndDestroy()

/** Never answers. */
export const silence: Step = () => undefined
