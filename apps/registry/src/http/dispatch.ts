import { RegistryError } from '../errors/registry-error.ts'
import { assertRepositoryName } from '../names/repository-name.ts'
import { type Method, endpoints } from './endpoints.ts'
import type { Exchange } from './exchange.ts'
import type { Reply } from './reply.ts'
import type { Route } from './route.ts'

const writingMethods: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Answers a request of the API.
 * @param route undefined where the path is none of the API's
 * @throws RegistryError for a request that is refused
 */
export async function dispatch(exchange: Exchange, route: Route | undefined): Promise<Reply> {
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
  return endpoint(exchange, route)
}

function methodNotAllowed(allowed: readonly string[], message?: string): RegistryError {
  return new RegistryError('UNSUPPORTED', { message, headers: { Allow: allowed.join(', ') } })
}
