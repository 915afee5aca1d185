import type { Catalog } from '@moorage/catalog-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { numberedNames, walk } from '../names.ts'
import { Choices } from './choices.ts'
import { isMarkedName } from './marked-names.ts'
import type { CatalogPlace } from './messages.ts'
import { OwnNames } from './own-names.ts'
import { CatalogProcess } from './start-catalog-process.ts'

export interface CatalogProcessesOptions extends CatalogPlace {
  /** Opens an empty catalog on the data that `module` and `options` name. The suite disposes what it returns. */
  open(): Promise<Catalog>
  /** How often a process that writes is killed. Default 12. */
  readonly kills?: number
  /** Chooses what the processes do, and when they are killed. Default 1. */
  readonly seed?: number
}

/** Declares a vitest suite of processes that share a catalog, some of which are killed. */
export function describeCatalogProcesses(name: string, options: CatalogProcessesOptions): void {
  const { kills = 12, seed = 1 } = options
  const place: CatalogPlace = { module: options.module, options: options.options }

  describe(`the catalog ${name}, shared by processes`, { timeout: 120_000 }, () => {
    let catalog: Catalog
    const started: CatalogProcess[] = []
    const start = async (): Promise<CatalogProcess> => {
      const another = await CatalogProcess.start(place)
      started.push(another)
      return another
    }

    beforeAll(async () => {
      catalog = await options.open()
    })
    afterEach(async () => {
      await Promise.all(started.splice(0).map((each) => each.kill()))
      await catalog.remove(await walk(catalog))
    })
    afterAll(() => catalog[Symbol.asyncDispose]())

    test('all that they add and remove at once is kept, and what a reader finds meanwhile is whole', async () => {
      const owners = ['p0', 'p1', 'p2', 'p3']
      const finished = new AbortController()
      const work = owners.map(async (owner) => {
        const worker = await start()
        const names = new OwnNames()
        worker.order({ kind: 'churn', owner, seed: `${seed} ${owner}`, changes: 60 })
        for (let report = await worker.next(); report?.kind !== 'done'; report = await worker.next()) {
          if (report === undefined) throw new Error('the process ended')
          names.note(report)
        }
        return names
      })
      const reading = (async () => {
        while (!finished.signal.aborted)
          expect((await walk(catalog)).filter((found) => !isMarkedName(found))).toEqual([])
      })()
      const results = await Promise.all(work).finally(() => finished.abort())
      await reading
      const found = await walk(catalog)
      expect(found).toEqual([...new Set(found)].toSorted())
      for (const [index, names] of results.entries()) {
        expect(names.faults(ownedBy(found, owners[index] ?? ''))).toEqual([])
      }
    })

    test('a name that all of them add is there once', async () => {
      const names = numberedNames(200)
      const workers = await Promise.all([start(), start(), start()])
      await Promise.all(workers.map((worker) => worker.obey({ kind: 'add', names })))
      expect(await walk(catalog)).toEqual(names)
    })

    test('the turn is of one process at a time', async () => {
      const workers = await Promise.all([start(), start(), start()])
      await Promise.all(workers.map((worker, index) => worker.obey({ kind: 'turns', owner: `p${index}`, turns: 10 })))
      expect(await walk(catalog)).toEqual([])
    })

    test('the turn ends with the process that has it', async () => {
      const holder = await start()
      holder.order({ kind: 'hold' })
      expect(await holder.next()).toEqual({ kind: 'holds' })
      const now = catalog.exclusively(async () => undefined, { timeoutMs: 20 })
      await expect(now).rejects.toMatchObject({ name: 'CatalogError', code: 'BUSY' })
      const soon = catalog.exclusively(async () => 'mine', { timeoutMs: 60_000 })
      await holder.kill()
      expect(await soon).toBe('mine')
    })

    test(
      `what they were told is kept when they are killed, seed ${seed}`,
      { timeout: 60_000 + kills * 10_000 },
      async () => {
        const choices = new Choices(`${seed} kills`)
        const all = new Map<string, OwnNames>()
        const survivor = await start()
        survivor.order({ kind: 'churn', owner: 'survivor', seed: `${seed} survivor`, changes: 1_000_000 })
        for (let kill = 0; kill < kills; kill += 1) {
          const owner = `p${kill}`
          const names = new OwnNames()
          all.set(owner, names)
          const victim = await start()
          victim.order({ kind: 'churn', owner, seed: `${seed} ${owner}`, changes: 1_000_000 })
          for (let left = 1 + choices.below(40); left > 0; left -= 1) {
            const report = await victim.next()
            if (report === undefined) throw new Error('the process ended')
            names.note(report)
          }
          await noteUntilEnd(victim, names)
          const found = await walk(catalog)
          expect(found.filter((each) => !isMarkedName(each))).toEqual([])
          for (const [each, its] of all) expect(its.faults(ownedBy(found, each))).toEqual([])
        }
        const names = new OwnNames()
        await noteUntilEnd(survivor, names)
        expect(names.faults(ownedBy(await walk(catalog), 'survivor'))).toEqual([])
      },
    )
  })
}

/** Kills a process, and notes what it had said before. */
async function noteUntilEnd(victim: CatalogProcess, names: OwnNames): Promise<void> {
  await victim.kill()
  for (let report = await victim.next(); report !== undefined; report = await victim.next()) names.note(report)
}

function ownedBy(names: readonly string[], owner: string): ReadonlySet<string> {
  return new Set(names.filter((name) => name.startsWith(`${owner}/`)))
}
