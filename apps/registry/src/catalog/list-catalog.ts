import type { Exchange } from '../http/exchange.ts'
import { nextPageQuery, parsePageSize } from '../http/page-query.ts'
import { jsonReply, type Reply } from '../http/reply.ts'

const defaultPageSize = 100

/** The Go registry's `GET /v2/_catalog`, in byte order of names; `n` above `catalog.maxentries` is answered with that many. */
export async function listCatalog(exchange: Exchange): Promise<Reply> {
  const { catalog, configuration } = exchange.services
  const wanted = parsePageSize(exchange.query) ?? defaultPageSize
  const limit = Math.min(wanted, configuration.catalog.maxentries)
  if (limit === 0) return jsonReply(200, { repositories: [] })
  const page = await catalog.list(startOf(exchange.query.get('last')), limit)
  const last = page.repositories.at(-1)
  const headers: Record<string, string> =
    page.more && last !== undefined ? { Link: exchange.links.nextPage('_catalog', nextPageQuery(last, limit)) } : {}
  return jsonReply(200, { repositories: page.repositories }, headers)
}

/** No name is longer, nor may a part of a path be that reaches the store. */
const longestName = 255

function startOf(last: string | null): string | undefined {
  return last === null || last === '' ? undefined : last.slice(0, longestName)
}
