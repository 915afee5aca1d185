import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import type { TestRegistry } from './start-test-registry.ts'

export interface RawRequest {
  readonly method?: string
  /** Sent as it stands: `fetch` would resolve `%2e%2e` before it reaches the registry. */
  readonly path: string
  readonly headers?: OutgoingHttpHeaders
  /** Pieces are sent chunked, without a `Content-Length`. */
  readonly body?: string | Uint8Array | readonly Uint8Array[]
}

export interface RawResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Sends a request that `fetch` would not send as it is. */
export async function rawRequest(registry: TestRegistry, options: RawRequest): Promise<RawResponse> {
  const { method = 'GET', path, headers = {}, body } = options
  const { hostname, port } = new URL(registry.url)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Uint8Array[] = []
      response.on('data', (chunk: Uint8Array) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        })
      })
    })
    sent.once('error', reject)
    if (typeof body === 'string' || body instanceof Uint8Array) {
      sent.end(body)
      return
    }
    for (const piece of body ?? []) sent.write(piece)
    sent.end()
  })
}
