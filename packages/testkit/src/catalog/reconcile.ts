import { setImmediate } from 'node:timers/promises'
import {
  type Catalog,
  compareNames,
  type Difference,
  reconcileCatalog,
  type RepositorySource,
} from '@moorage/catalog-core'
import { expect } from 'vitest'
import { type CatalogCase, needsPushTimes } from './catalog-case.ts'
import { numberedNames, siblingNames, walk } from './names.ts'

/** Repositories that may change while they are listed. */
class ChangingSource implements RepositorySource {
  readonly repositories: Set<string>
  /** Called before each name that is listed. */
  beforeEach: (name: string) => Promise<void> = async () => undefined

  constructor(names: Iterable<string>) {
    this.repositories = new Set(names)
  }

  async *names(): AsyncGenerator<string> {
    for (const name of [...this.repositories].toSorted(compareNames)) {
      await this.beforeEach(name)
      yield name
    }
  }

  async has(name: string): Promise<boolean> {
    return this.repositories.has(name)
  }

  async push(name: string, catalog: Catalog): Promise<void> {
    this.repositories.add(name)
    await catalog.record([{ name, pushedAt: new Date() }])
  }
}

export const reconcileCases: readonly CatalogCase[] = [
  {
    title: 'reconciling adds what the source has and takes out what it has not',
    run: async ({ catalog }) => {
      await catalog.add(['a', 'gone', 'zz-gone'])
      const result = await reconcileCatalog(catalog, new ChangingSource(siblingNames))
      expect(await walk(catalog)).toEqual(siblingNames)
      expect(result).toEqual({ repositories: siblingNames.length, added: siblingNames.length - 1, removed: 2 })
      expect(await reconcileCatalog(catalog, new ChangingSource(siblingNames))).toEqual({
        repositories: siblingNames.length,
        added: 0,
        removed: 0,
      })
      await reconcileCatalog(catalog, new ChangingSource([]))
      expect(await walk(catalog)).toEqual([])
    },
  },
  {
    title: 'reconciling leaves the times of what is right alone',
    impossible: needsPushTimes,
    run: async ({ catalog }) => {
      const pushedAt = new Date('2026-03-01T12:00:00Z')
      await catalog.record([{ name: 'b', pushedAt }])
      await reconcileCatalog(catalog, new ChangingSource(['a', 'b']))
      expect((await catalog.list({ limit: 2 })).entries).toEqual([
        { name: 'a', pushedAt: undefined },
        { name: 'b', pushedAt },
      ])
    },
  },
  {
    title: 'a dry run tells the differences and changes nothing',
    run: async ({ catalog }) => {
      await catalog.add(['a', 'gone'])
      const differences: Difference[] = []
      await reconcileCatalog(catalog, new ChangingSource(['a', 'new']), {
        dryRun: true,
        onDifference: (difference) => differences.push(difference),
      })
      expect(differences).toEqual([
        { kind: 'surplus', name: 'gone' },
        { kind: 'missing', name: 'new' },
      ])
      expect(await walk(catalog)).toEqual(['a', 'gone'])
    },
  },
  {
    title: 'a reader never misses a name that is right while thousands change',
    reopens: true,
    run: async ({ catalog, reopen }) => {
      const names = numberedNames(3000)
      const kept = names.filter((_, index) => index % 3 === 0)
      const wrong = names.filter((_, index) => index % 3 === 1)
      await catalog.add([...kept, ...wrong])
      const reader = await reopen()
      const reconciled = reconcileCatalog(catalog, new ChangingSource(names.filter((_, index) => index % 3 !== 1)))
      const state = { done: false }
      const ended = reconciled.finally(() => {
        state.done = true
      })
      while (!state.done) {
        expect(await walk(reader, 500)).toEqual(expect.arrayContaining(kept))
        await setImmediate()
      }
      await ended
      expect(await walk(reader)).toEqual(names.filter((_, index) => index % 3 !== 1))
    },
  },
  {
    title: 'two that reconcile at once agree',
    reopens: true,
    run: async ({ catalog, reopen }) => {
      const names = numberedNames(2000)
      await catalog.add(['gone', ...names.slice(0, 500)])
      const other = await reopen()
      const results = await Promise.all(
        [catalog, other].map((each) => reconcileCatalog(each, new ChangingSource(names))),
      )
      expect(await walk(catalog)).toEqual(names)
      expect(results.map(({ added }) => added).toSorted((one, two) => one - two)).toEqual([0, 1500])
    },
  },
  {
    title: 'a push that the listing had passed already is kept',
    reopens: true,
    run: async ({ catalog, reopen }) => {
      const other = await reopen()
      const source = new ChangingSource(['b', 'c'])
      await catalog.add(['b'])
      source.beforeEach = async (name) => {
        if (name === 'c') await source.push('a', other)
      }
      await reconcileCatalog(catalog, source)
      expect(await walk(catalog)).toEqual(['a', 'b', 'c'])
    },
  },
  {
    title: 'a repository that is deleted after it was listed does not come back',
    run: async ({ catalog }) => {
      const source = new ChangingSource(['a', 'b', 'c'])
      source.beforeEach = async (name) => {
        if (name !== 'c') return
        source.repositories.delete('a')
        await catalog.remove(['a'])
      }
      await reconcileCatalog(catalog, source)
      expect(await walk(catalog)).toEqual(['b', 'c'])
    },
  },
  {
    title: 'reconciling that is aborted leaves what is right, and can be begun again',
    run: async ({ catalog }) => {
      const names = numberedNames(1500)
      await catalog.add(['r00000', 'zz-gone'])
      const abort = new AbortController()
      const source = new ChangingSource(names)
      source.beforeEach = async (name) => {
        if (name === 'r01000') abort.abort(new Error('stopped'))
        abort.signal.throwIfAborted()
      }
      await expect(reconcileCatalog(catalog, source, { signal: abort.signal })).rejects.toBeInstanceOf(Error)
      expect(await walk(catalog)).toEqual(expect.arrayContaining(['r00000', 'zz-gone']))
      await reconcileCatalog(catalog, new ChangingSource(names))
      expect(await walk(catalog)).toEqual(names)
    },
  },
]
