import type { CatalogEntry } from '@moorage/catalog-core'

/** A row of the table as an entry. */
export function toEntry({ name, createTime }: Readonly<Record<string, unknown>>): CatalogEntry {
  const seconds = Number(createTime)
  return { name: String(name), pushedAt: seconds === 0 ? undefined : new Date(seconds * 1000) }
}
