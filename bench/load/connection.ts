import { connect, type Socket } from 'node:net'
import { ResponseReader, type Answer } from './response-reader.ts'

export interface Request {
  readonly method: string
  /** A path with its query, or a URL of the same server. */
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | StreamedBody
  readonly keepsBody?: boolean
}

export interface StreamedBody {
  /** Absent: sent in chunks, which `parts` already holds encoded. */
  readonly lengthBytes?: number
  readonly parts: Iterable<Buffer>
}

const receiveBufferBytes = 1024 * 1024

/** One kept connection, one request at a time. */
export class Connection {
  readonly #port: number
  #socket: Socket | undefined
  #receive: (data: Buffer) => void = () => undefined
  #fail: (error: Error) => void = () => undefined

  constructor(port: number) {
    this.#port = port
  }

  async request(request: Request): Promise<Answer> {
    this.#socket ??= this.#connect()
    const socket = this.#socket
    const reader = new ResponseReader({ hasBody: request.method !== 'HEAD', keepsBody: request.keepsBody ?? false })
    const answered = new Promise<Answer>((resolve, reject) => {
      this.#fail = reject
      this.#receive = (data) => {
        const answer = reader.push(data)
        if (answer !== undefined) resolve(answer)
      }
    })
    await Promise.race([send(socket, request), answered])
    const answer = await answered
    if (answer.header('connection')?.toLowerCase() === 'close') this.close()
    return answer
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #connect(): Socket {
    const socket = connect({
      host: '127.0.0.1',
      port: this.#port,
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafeSlow(receiveBufferBytes),
        callback: (bytes, buffer) => {
          this.#receive(Buffer.from(buffer.buffer, buffer.byteOffset, bytes))
          return true
        },
      },
    })
    const lose = (error: Error): void => {
      if (this.#socket === socket) this.#socket = undefined
      this.#fail(error)
    }
    socket.on('error', lose)
    socket.on('close', () => lose(new Error('The registry closed the connection')))
    return socket
  }
}

async function send(socket: Socket, { method, target, headers = {}, body }: Request): Promise<void> {
  const path = target.startsWith('http') ? target.slice(target.indexOf('/', 8)) : target
  let head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${socket.remotePort ?? 0}\r\n`
  for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`
  if (body === undefined) {
    socket.write(method === 'POST' || method === 'PUT' ? `${head}Content-Length: 0\r\n\r\n` : `${head}\r\n`)
  } else if (Buffer.isBuffer(body)) {
    socket.write(Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n`, 'latin1'), body]))
  } else {
    const length = body.lengthBytes === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.lengthBytes}`
    socket.write(`${head}${length}\r\n\r\n`)
    for (const part of body.parts) {
      if (!socket.write(part)) await drained(socket)
    }
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = (): void => reject(new Error('The registry closed the connection'))
    socket.once('close', onClose)
    socket.once('drain', () => {
      socket.off('close', onClose)
      resolve()
    })
  })
}
