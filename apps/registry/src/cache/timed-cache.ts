import { LRUCache } from 'lru-cache'

export interface TimedCacheOptions {
  /** Number of entries kept; the least used go first. */
  readonly max: number
  /** Milliseconds for which a value is answered without asking again; 0 keeps nothing. */
  readonly lifetimeMs: number
}

/**
 * Remembers answers for a short time, and lets requests for the same thing at the same time share one look-up.
 * Undefined answers are not kept. A look-up that was under way when its key was forgotten is not kept either:
 * it may have read what has changed since.
 */
export class TimedCache<Value extends object | string> {
  readonly #values: LRUCache<string, Value> | undefined
  readonly #pending = new Map<string, Promise<Value | undefined>>()

  constructor(options: TimedCacheOptions) {
    this.#values = options.lifetimeMs > 0 ? new LRUCache({ max: options.max, ttl: options.lifetimeMs }) : undefined
  }

  /** The value if it is known and fresh. */
  peek(key: string): Value | undefined {
    return this.#values?.get(key)
  }

  async get(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined> {
    // Without a lifetime no answer may be older than its question, not even a shared one.
    if (this.#values === undefined) return load()
    const known = this.#values.get(key)
    if (known !== undefined) return known
    const underWay = this.#pending.get(key)
    if (underWay !== undefined) return underWay
    const pending = load()
    this.#pending.set(key, pending)
    return this.#keep(key, pending)
  }

  set(key: string, value: Value): void {
    this.#pending.delete(key)
    this.#values?.set(key, value)
  }

  forget(key: string): void {
    this.#pending.delete(key)
    this.#values?.delete(key)
  }

  async #keep(key: string, pending: Promise<Value | undefined>): Promise<Value | undefined> {
    try {
      const value = await pending
      if (value !== undefined && this.#pending.get(key) === pending) this.#values?.set(key, value)
      return value
    } finally {
      if (this.#pending.get(key) === pending) this.#pending.delete(key)
    }
  }
}
