import type { Catalog, OperationOptions } from './catalog.ts'

const pageSize = 1000

/** Every name in a catalog, in byte order. What is added or removed meanwhile may be among them or not. */
export async function* catalogNames(catalog: Catalog, options: OperationOptions = {}): AsyncGenerator<string> {
  let after: string | undefined
  for (;;) {
    const page = await catalog.list({ after, limit: pageSize, signal: options.signal })
    for (const { name } of page.entries) yield name
    if (!page.more) return
    after = page.entries.at(-1)?.name
  }
}
