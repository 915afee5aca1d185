import type { Catalog } from '@moorage/catalog-core'
import { expect } from 'vitest'
import type { CatalogCase } from './catalog-case.ts'
import { walk } from './names.ts'

const calls: Readonly<Record<string, (catalog: Catalog, signal?: AbortSignal) => Promise<unknown>>> = {
  list: (catalog, signal) => catalog.list({ limit: 1, signal }),
  search: (catalog, signal) => catalog.search({ term: 'a', offset: 0, limit: 1, signal }),
  record: (catalog, signal) => catalog.record([{ name: 'a', pushedAt: new Date() }], { signal }),
  add: (catalog, signal) => catalog.add(['a'], { signal }),
  remove: (catalog, signal) => catalog.remove(['kept'], { signal }),
  exclusively: (catalog, signal) => catalog.exclusively(async () => undefined, { timeoutMs: 1000, signal }),
}

export const stateCases: readonly CatalogCase[] = [
  {
    title: 'a call whose signal was given already is ABORTED and changes nothing',
    run: async ({ catalog }) => {
      await catalog.add(['kept'])
      for (const call of Object.values(calls)) {
        await expect(call(catalog, AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' })
      }
      expect(await walk(catalog)).toEqual(['kept'])
    },
  },
  {
    title: 'a catalog that was closed is CLOSED, and closing it again is no error',
    reopens: true,
    run: async ({ reopen }) => {
      const other = await reopen()
      await other[Symbol.asyncDispose]()
      for (const call of Object.values(calls)) {
        await expect(call(other)).rejects.toMatchObject({ name: 'CatalogError', code: 'CLOSED' })
      }
      await other[Symbol.asyncDispose]()
    },
  },
  {
    title: 'what was written is there when the catalog is opened again',
    reopens: true,
    run: async ({ catalog, reopen }) => {
      const first = await reopen()
      await first.record([{ name: 'a', pushedAt: new Date() }])
      await first.add(['b', 'c'])
      await first.remove(['c'])
      await first[Symbol.asyncDispose]()
      expect(await walk(await reopen())).toEqual(['a', 'b'])
      expect(await walk(catalog)).toEqual(['a', 'b'])
    },
  },
]
