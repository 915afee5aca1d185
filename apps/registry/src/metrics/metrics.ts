import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import type { CatalogMetrics } from '../catalog/catalog-metrics.ts'

/** What a registry counts, in the text format of Prometheus. */
export class Metrics {
  readonly #registry = new Registry()

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
  }

  get contentType(): string {
    return this.#registry.contentType
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }

  catalog(): CatalogMetrics {
    const registers = [this.#registry]
    const name = (what: string): string => `registry_catalog_${what}`
    const written = new Counter({ name: name('rows_written_total'), help: 'Rows written into the catalog', registers })
    const failed = new Counter({
      name: name('errors_total'),
      help: 'Calls of the catalog that failed',
      labelNames: ['operation'],
      registers,
    })
    const reconciled = new Counter({
      name: name('reconciled_total'),
      help: 'Names that the catalog lacked, or had too many, when it was compared with the store',
      labelNames: ['change'],
      registers,
    })
    for (const operation of ['list', 'reconcile', 'search', 'write']) failed.inc({ operation }, 0)
    return {
      queue: (length) =>
        void new Gauge({
          name: name('queue'),
          help: 'Rows that wait to be written into the catalog',
          registers,
          collect() {
            this.set(length())
          },
        }),
      written: (rows) => written.inc(rows),
      failed: (operation) => failed.inc({ operation }),
      reconciled: ({ added, removed }) => {
        reconciled.inc({ change: 'added' }, added)
        reconciled.inc({ change: 'removed' }, removed)
      },
    }
  }
}
