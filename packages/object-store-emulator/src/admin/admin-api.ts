import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Emulator } from '../emulator/emulator.ts'
import { adminRoutes } from './admin-routes.ts'
import { AdminError, type AdminRequest } from './admin-route.ts'

/** No store has objects there: they would be out of reach. */
const prefix = '/_emulator/'

export const isAdminRequest = ({ url = '' }: IncomingMessage): boolean => url.startsWith(prefix)

/** Answers a request of the admin API: what `Emulator` has, for other processes. Bodies are JSON but for the bytes of objects. */
export async function answerAdminRequest(
  emulator: Emulator,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await runRoute(emulator, message)
    if (body instanceof Buffer) send(response, 200, body, 'application/octet-stream')
    else if (body === undefined) response.writeHead(204).end()
    else send(response, 200, Buffer.from(`${JSON.stringify(body, undefined, 2)}\n`), 'application/json')
  } catch (error) {
    const status = error instanceof AdminError ? error.status : 500
    const text = JSON.stringify({ error: error instanceof Error ? error.message : String(error) })
    send(response, status, Buffer.from(`${text}\n`), 'application/json')
  }
}

async function runRoute(emulator: Emulator, message: IncomingMessage): Promise<unknown> {
  const { pathname, searchParams } = new URL(message.url ?? '', emulator.url)
  const path = pathname.slice(prefix.length)
  for (const { method, pattern, run } of adminRoutes) {
    const match = method === message.method ? pattern.exec(path) : null
    if (match === null) continue
    const parameters = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    )
    const readBody = async (): Promise<Buffer> => Buffer.concat(await Array.fromAsync(message as AsyncIterable<Buffer>))
    const request: AdminRequest = { emulator, parameters, query: searchParams, readBody }
    return run(request)
  }
  const known = adminRoutes.map((route) => `${route.method} ${prefix}${route.title}`).join(', ')
  throw new AdminError(404, `There is no ${message.method} ${pathname}; there are: ${known}`)
}

function send(response: ServerResponse, status: number, body: Buffer, type: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': String(body.length) }).end(body)
}
