import type { Catalog, CatalogEntry } from '@moorage/catalog-core'

/** Names that orders other than that of bytes, and comparisons of prefixes, take apart or for one another. */
export const siblingNames = [
  '0',
  'a',
  'a--b',
  'a-b',
  'a-b/c',
  'a.b',
  'a/b',
  'a/b-c',
  'a/b/c',
  'a0',
  'a__b',
  'a_b',
  'aa',
  'b/0',
  'b/0/0',
  'b/00',
  'ba',
  'library/alpine',
  'zz',
] as const

/** The longest name that a registry takes. */
export const longName: string = `${'a/'.repeat(100)}${'z'.repeat(55)}`

/** Names without a pattern, in byte order: `r00000`, `r00001`, ... */
export function numberedNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `r${String(index).padStart(5, '0')}`)
}

export function namesOf(entries: readonly CatalogEntry[]): readonly string[] {
  return entries.map(({ name }) => name)
}

/** Every name, by pages of `limit`. */
export async function walk(catalog: Catalog, limit = 1000): Promise<readonly string[]> {
  const names: string[] = []
  for (;;) {
    const page = await catalog.list({ after: names.at(-1), limit })
    names.push(...namesOf(page.entries))
    if (!page.more) return names
  }
}
