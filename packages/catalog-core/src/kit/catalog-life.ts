import { setTimeout } from 'node:timers/promises'
import { CatalogError } from '../catalog-error.ts'

/** Tells calls of one catalog when they must end: with their own signal, or with the catalog. */
export class CatalogLife {
  readonly catalog: string
  readonly #end = new AbortController()

  /** @param catalog its name, for errors */
  constructor(catalog: string) {
    this.catalog = catalog
  }

  /** Given when the catalog is closed. */
  get ended(): AbortSignal {
    return this.#end.signal
  }

  end(): void {
    this.#end.abort(this.#closed())
  }

  /** @throws CatalogError `CLOSED` after the end of the catalog, `ABORTED` when `signal` was given */
  check(signal?: AbortSignal): void {
    if (this.#end.signal.aborted) throw this.#closed()
    if (signal?.aborted === true) {
      const message = 'the call was aborted'
      throw new CatalogError({ code: 'ABORTED', catalog: this.catalog, message, cause: signal.reason })
    }
  }

  /**
   * Waits, at most until the call must end.
   * @throws CatalogError `CLOSED` or `ABORTED`
   */
  async pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.check(signal)
    const signals = signal === undefined ? [this.#end.signal] : [this.#end.signal, signal]
    try {
      // Each wait has a signal of its own: listeners of many on one would be taken for a leak.
      await setTimeout(milliseconds, undefined, { signal: AbortSignal.any(signals) })
    } finally {
      this.check(signal)
    }
  }

  #closed(): CatalogError {
    return new CatalogError({ code: 'CLOSED', catalog: this.catalog, message: 'the catalog was closed' })
  }
}
