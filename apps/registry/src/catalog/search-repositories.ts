import type { Exchange } from '../http/exchange.ts'
import { parsePageNumber, parsePageSize } from '../http/page-query.ts'
import { jsonReply, type Reply } from '../http/reply.ts'

/** What the first registry and Docker Hub answer where a client names no number of results, and the most that they do. */
const defaultPageSize = 25
const largestPageSize = 100

/**
 * `GET /v1/search?q=TERM&n=&page=`, which `docker search HOST:PORT/TERM` asks: the repositories whose names contain the
 * term, in any case and in byte order. Moorage keeps no descriptions, and nobody gives its repositories stars.
 */
export async function searchRepositories(exchange: Exchange): Promise<Reply> {
  const { query, services } = exchange
  const term = query.get('q') ?? ''
  const pageSize = Math.min(parsePageSize(query) || defaultPageSize, largestPageSize)
  const page = parsePageNumber(query)
  const { repositories, total } = await services.catalog.search(term, (page - 1) * pageSize, pageSize)
  return jsonReply(200, {
    query: term,
    num_results: total,
    num_pages: Math.ceil(total / pageSize),
    page,
    page_size: pageSize,
    results: repositories.map((name) => ({
      name,
      description: '',
      star_count: 0,
      is_official: false,
      is_automated: false,
      is_trusted: false,
    })),
  })
}
