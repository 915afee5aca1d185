import type { DebugConfiguration } from '../config/configuration.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { HttpRequest, HttpResponse, RequestHandler } from './http-types.ts'
import { emptyReply, jsonReply, type Reply } from './reply.ts'
import { sendReply } from './send-reply.ts'
import { RegistryServer } from './server.ts'

/**
 * The server at `http.debug.addr`; undefined where none is wanted.
 * @param health what clients are told while the store fails; undefined while it works
 */
export function createDebugServer(
  debug: DebugConfiguration,
  metrics: Metrics | undefined,
  health: () => Error | undefined,
): RegistryServer | undefined {
  if (debug.addr === '') return undefined
  const address = { addr: debug.addr, net: 'tcp', tls: undefined, http2: { disabled: true }, draintimeout: 0 } as const
  return new RegistryServer(address, createDebugHandler(debug, metrics, health))
}

/** Answers `/debug/health`, as the Go registry does, and the metrics where they are wanted. */
function createDebugHandler(
  { prometheus }: DebugConfiguration,
  metrics: Metrics | undefined,
  health: () => Error | undefined,
): RequestHandler {
  const answer = async (request: HttpRequest): Promise<Reply> => {
    const path = (request.url ?? '').split('?')[0]
    if (request.method !== 'GET' && request.method !== 'HEAD') return emptyReply(405, { Allow: 'GET, HEAD' })
    if (path === '/debug/health') {
      const sick = health()
      return sick === undefined ? jsonReply(200, {}) : jsonReply(503, { storagedriver: sick.message })
    }
    if (metrics === undefined || path !== prometheus.path) return emptyReply(404)
    const body = Buffer.from(await metrics.text())
    return {
      status: 200,
      headers: { 'Content-Type': metrics.contentType, 'Content-Length': String(body.length) },
      body,
    }
  }
  return (request: HttpRequest, response: HttpResponse) => {
    answer(request)
      .then(
        (reply) => sendReply(request, response, reply),
        () => sendReply(request, response, emptyReply(500)),
      )
      .catch(() => response.destroy())
  }
}
