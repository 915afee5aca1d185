import type { RepositorySource } from '@moorage/catalog-core'

/** Storage with these repositories, which are in byte order. */
export function storageOf(names: readonly string[]): RepositorySource {
  const known = new Set(names)
  return {
    async *names() {
      yield* names
    },
    has: async (name) => known.has(name),
  }
}
