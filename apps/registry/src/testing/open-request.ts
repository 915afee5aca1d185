import { connect, type Socket } from 'node:net'
import type { TestRegistry } from './start-test-registry.ts'

export interface OpenRequest {
  /** Resolves when the bytes are on their way. */
  send(bytes: Uint8Array | string): Promise<void>
  /** Breaks the connection, and resolves when the registry has given the request up. */
  cut(): Promise<void>
  /** The answer as it stands on the wire, once the registry has closed the connection. */
  answer(): Promise<string>
}

/**
 * Begins a request whose body is sent by hand, and resolves when the registry has it at work.
 * @param headers of which one says how the body's end is known
 */
export async function openRequest(
  registry: TestRegistry,
  method: string,
  location: string,
  headers: Record<string, string>,
): Promise<OpenRequest> {
  const { pathname, search, hostname, port } = new URL(location, registry.url)
  const socket = connect(Number(port), hostname)
  const received: Buffer[] = []
  // "100 Continue" is sent when the request's handler is called.
  const atWork = new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the registry closed the connection')))
    socket.once('data', () => resolve())
  })
  const all = { ...headers, Host: `${hostname}:${port}`, Expect: '100-continue', Connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`)
  await atWork
  socket.on('data', (chunk) => received.push(chunk))
  return {
    send: (bytes) => write(socket, bytes),
    async cut() {
      const givenUp = registry.logged('the client went away')
      socket.destroy()
      await givenUp
    },
    answer: () =>
      new Promise((resolve, reject) => {
        socket.once('error', reject)
        socket.once('close', () => resolve(Buffer.concat(received).toString('latin1')))
      }),
  }
}

function write(socket: Socket, bytes: Uint8Array | string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error === undefined || error === null ? resolve() : reject(error)))
  })
}
