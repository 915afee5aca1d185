import { Agent, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** A buffer is sent with its length, pieces are sent as they come, without one. */
  readonly body?: Buffer | AsyncIterable<Buffer>
}

/** The connection ended before the answer did, or there was none. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError'
}

/** Connections to one run of a registry, kept alive as real clients keep theirs. */
export class HttpClient implements Disposable {
  readonly #agent = new Agent({ keepAlive: true })
  readonly #host: string
  readonly #port: string

  /** @param address host and port */
  constructor(address: string) {
    const colon = address.lastIndexOf(':')
    this.#host = address.slice(0, colon)
    this.#port = address.slice(colon + 1)
  }

  /**
   * @param target path and query, or a whole URL, whose host is left aside: a registry gets a new port with each start
   * @throws ConnectionLostError
   */
  async send(method: string, target: string, options: RequestOptions = {}): Promise<Answer> {
    const { headers = {}, body } = options
    return this.finish(this.open(method, target, { ...headers, ...lengthOf(body) }), body)
  }

  /** Opens a request; `finish` sends its body. */
  open(method: string, target: string, headers: Readonly<Record<string, string>>): ClientRequest {
    return request({
      agent: this.#agent,
      host: this.#host,
      port: this.#port,
      method,
      path: pathOf(target),
      headers,
    })
  }

  /** @throws ConnectionLostError */
  async finish(outgoing: ClientRequest, body: RequestOptions['body']): Promise<Answer> {
    const answer = readAnswer(outgoing)
    // Without this, a failure while the body is still being sent would count as unhandled.
    answer.catch(() => undefined)
    await sendBody(outgoing, body)
    return answer
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }
}

function pathOf(target: string): string {
  return target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/]+/, '')
}

function lengthOf(body: RequestOptions['body']): Record<string, string> {
  if (body === undefined) return { 'content-length': '0' }
  return Buffer.isBuffer(body) ? { 'content-length': String(body.length) } : {}
}

function readAnswer(outgoing: ClientRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const lost = (cause: unknown): void => reject(new ConnectionLostError(String(cause), { cause }))
    outgoing.on('error', lost)
    outgoing.on('close', () => lost('closed without an answer'))
    outgoing.on('response', (incoming: IncomingMessage) => {
      // A registry that refuses a body closes the connection behind its answer: the answer counts.
      outgoing.removeAllListeners('close')
      outgoing.on('error', () => undefined)
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', lost)
      incoming.on('close', () => {
        if (!incoming.complete) lost('the answer was cut')
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) })
      })
    })
  })
}

async function sendBody(outgoing: ClientRequest, body: RequestOptions['body']): Promise<void> {
  if (body === undefined || Buffer.isBuffer(body)) {
    outgoing.end(body)
    return
  }
  for await (const piece of body) {
    if (outgoing.destroyed || outgoing.errored !== null) return
    if (!outgoing.write(piece)) await drained(outgoing)
  }
  outgoing.end()
}

function drained(outgoing: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'error', 'close']) outgoing.off(event, done)
      resolve()
    }
    for (const event of ['drain', 'error', 'close']) outgoing.on(event, done)
  })
}
