import type { Catalog } from '@moorage/catalog-core'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import type { CatalogCase } from './catalog-case.ts'
import { changeCases } from './changes.ts'
import { listCases } from './list.ts'
import { walk } from './names.ts'
import { reconcileCases } from './reconcile.ts'
import { searchCases } from './search.ts'
import { stateCases } from './states.ts'
import { turnCases } from './turns.ts'

export interface CatalogSuiteOptions {
  /** Opens an empty catalog. Called once, before the first case; the suite disposes what it returns. */
  create(): Promise<Catalog>
  /** Opens another catalog on the same data, as a second process would. Without it, cases that need two are skipped. */
  reopen?(): Promise<Catalog>
  /** Reasons by title of case, for what a catalog cannot do although its capabilities do not say so. */
  readonly skip?: Readonly<Record<string, string>>
  /** Milliseconds for each case. Default 60,000. */
  readonly timeoutMs?: number
}

const topics: Readonly<Record<string, readonly CatalogCase[]>> = {
  list: listCases,
  changes: changeCases,
  search: searchCases,
  turns: turnCases,
  reconcile: reconcileCases,
  states: stateCases,
}

/** Declares a vitest suite that tells whether a catalog keeps the contract of `@moorage/catalog-core`. */
export function describeCatalog(name: string, options: CatalogSuiteOptions): void {
  describe(`the catalog ${name} keeps the contract`, () => {
    let catalog: Catalog
    beforeAll(async () => {
      catalog = await options.create()
    })
    afterAll(() => catalog[Symbol.asyncDispose]())

    for (const [topic, cases] of Object.entries(topics)) {
      describe(topic, () => {
        for (const catalogCase of cases) {
          test(catalogCase.title, { timeout: options.timeoutMs ?? 60_000 }, (context) =>
            runCase(catalog, options, catalogCase, context),
          )
        }
      })
    }
    test('every reason to skip names a case', () => {
      const titles = Object.values(topics).flatMap((cases) => cases.map((each) => each.title))
      expect(titles).toEqual(expect.arrayContaining(Object.keys(options.skip ?? {})))
      expect(new Set(titles).size).toBe(titles.length)
    })
  })
}

async function runCase(
  catalog: Catalog,
  options: CatalogSuiteOptions,
  catalogCase: CatalogCase,
  context: TestContext,
): Promise<void> {
  const reason = reasonToSkip(catalog, options, catalogCase)
  if (reason !== undefined) context.skip(reason)
  const reopened: Catalog[] = []
  const reopen = async (): Promise<Catalog> => {
    if (options.reopen === undefined) throw new Error('the case does not say that it reopens')
    const another = await options.reopen()
    reopened.push(another)
    return another
  }
  try {
    await catalogCase.run({ catalog, reopen })
  } finally {
    for (const another of reopened) await another[Symbol.asyncDispose]()
    await catalog.remove(await walk(catalog))
  }
  expect(await walk(catalog), 'names that removing left behind').toEqual([])
}

function reasonToSkip(catalog: Catalog, options: CatalogSuiteOptions, catalogCase: CatalogCase): string | undefined {
  const stated = options.skip?.[catalogCase.title] ?? catalogCase.impossible?.(catalog.capabilities)
  if (stated !== undefined) return stated
  return catalogCase.reopens === true && options.reopen === undefined ? 'needs the option reopen' : undefined
}
