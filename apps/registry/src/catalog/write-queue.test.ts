import type { Catalog } from '@moorage/catalog-core'
import { MemoryCatalog, MemoryCatalogData } from '@moorage/testkit/catalog'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { WriteQueue } from './write-queue.ts'

/** A catalog that keeps each row waiting until it is let go. */
class SlowCatalog extends MemoryCatalog {
  readonly #released = Promise.withResolvers<void>()

  override async record(...parameters: Parameters<Catalog['record']>): Promise<void> {
    const { signal } = parameters[1] ?? {}
    signal?.addEventListener('abort', () => this.#released.reject(signal.reason))
    await this.#released.promise
    await super.record(...parameters)
  }

  release(): void {
    this.#released.resolve()
  }
}

function startQueue(catalog: Catalog): WriteQueue {
  const source = {
    async *names() {
      yield* ['a']
    },
    has: async () => true,
  }
  return new WriteQueue({ catalog, source, writeTimeoutMs: 50, logger: pino({ enabled: false }), metrics: undefined })
}

it('counts a row that is on its way as one that is not written', async () => {
  await using catalog = new SlowCatalog()
  await using queue = startQueue(catalog)
  await queue.pushed('a')
  expect(queue.length).toBe(1)
  catalog.release()
})

it('lets a row that is on its way arrive before it ends', async () => {
  const data = new MemoryCatalogData()
  await using catalog = new SlowCatalog(data)
  const queue = startQueue(catalog)
  await queue.pushed('a')
  const ended = queue[Symbol.asyncDispose]()
  catalog.release()
  await ended
  expect([...data.repositories.keys()]).toEqual(['a'])
})
