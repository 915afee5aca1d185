import { RegistryError } from '../errors/registry-error.ts'
import { assertRepositoryName } from '../names/repository-name.ts'
import { type Method, endpoints } from './endpoints.ts'
import type { Exchange } from './exchange.ts'
import type { Reply } from './reply.ts'
import { matchRoute, type Route } from './route.ts'

const writingMethods: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Answers a request below `/v2/`.
 * @param path behind `/v2/`, without the query
 * @throws RegistryError for a request that is refused
 */
export async function dispatch(exchange: Exchange, path: string): Promise<{ route: Route; reply: Reply }> {
  const route = matchRoute(path)
  if (route === undefined) {
    throw new RegistryError('UNSUPPORTED', { status: 404, message: 'there is no such end point' })
  }
  if ('name' in route) assertRepositoryName(route.name)
  const method = exchange.request.method ?? ''
  const methods = endpoints[route.kind]
  if (!Object.hasOwn(methods, method)) throw methodNotAllowed(Object.keys(methods))
  if (writingMethods.has(method) && exchange.services.configuration.storage.maintenance.readonly.enabled) {
    throw methodNotAllowed(['GET', 'HEAD'], 'the registry is read-only at the moment')
  }
  // TypeScript cannot see that the end point and the route come from the same kind.
  const endpoint = methods[method as Method] as (exchange: Exchange, route: Route) => Promise<Reply>
  return { route, reply: await endpoint(exchange, route) }
}

function methodNotAllowed(allowed: readonly string[], message?: string): RegistryError {
  return new RegistryError('UNSUPPORTED', { message, headers: { Allow: allowed.join(', ') } })
}
