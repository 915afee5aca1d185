import { RegistryError } from '../errors/registry-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { nextPageQuery, parsePageSize } from '../http/page-query.ts'
import { jsonReply, type Reply } from '../http/reply.ts'

/** end-8, "Listing Tags". */
export async function listTags(exchange: Exchange, route: { name: string }): Promise<Reply> {
  const { name } = route
  const { tags, manifests, configuration } = exchange.services
  const wanted = parsePageSize(exchange.query)
  const last = exchange.query.get('last') ?? ''
  const after = last === '' ? undefined : last
  if (wanted === 0) {
    await assertRepository(exchange, name)
    return jsonReply(200, { name, tags: [] })
  }
  // Without n the Go registry answers all tags; its limit is one for those who ask for pages.
  const limit = wanted === undefined ? Number.MAX_SAFE_INTEGER : Math.min(wanted, configuration.tags.maxtags)
  const page = await tags.list(name, after, limit)
  if (page === undefined && !(await manifests.hasRepository(name))) throw unknownName(name)
  const names = page?.tags ?? []
  const lastName = names.at(-1)
  const headers: Record<string, string> =
    page?.more === true && lastName !== undefined
      ? { Link: exchange.links.nextPage(`${name}/tags/list`, nextPageQuery(lastName, limit)) }
      : {}
  return jsonReply(200, { name, tags: names }, headers)
}

async function assertRepository(exchange: Exchange, name: string): Promise<void> {
  if (!(await exchange.services.manifests.hasRepository(name))) throw unknownName(name)
}

function unknownName(name: string): RegistryError {
  return new RegistryError('NAME_UNKNOWN', { detail: { name } })
}
