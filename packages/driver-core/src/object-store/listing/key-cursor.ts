import type { StoragePath } from '../../storage-path.ts'
import type { ObjectHead, ObjectPage } from '../object-store-client.ts'
import type { ObjectStore } from '../object-store.ts'

/** Keys that are asked for after a jump: whoever jumps once will jump again soon. */
const keysAfterJump = 100

/** A key, or with a delimiter what several keys begin with. */
export interface KeyRow {
  /** As the store sorts it. */
  readonly text: string
  /** Undefined for what several keys begin with. */
  readonly object: ObjectHead | undefined
}

export interface KeyCursorOptions {
  readonly store: ObjectStore
  /** Named in errors. */
  readonly path: StoragePath
  /** What all keys begin with. */
  readonly prefix: string
  /** Keys that have it after the prefix are one row. Default: none. */
  readonly delimiter?: string | undefined
  /** Only keys behind it. */
  readonly after?: string | undefined
  /** What is known of the keys before any request. Default: nothing. */
  readonly page?: { readonly rows: readonly KeyRow[]; readonly next: string | undefined } | undefined
  readonly signal: AbortSignal | undefined
}

/** Goes through keys as the store sorts them, page by page; the next page is on its way when half of one has been seen. */
export class KeyCursor {
  readonly #options: KeyCursorOptions
  #rows: readonly KeyRow[]
  #index = 0
  /** Rows of the last page. */
  #pageRows = 0
  /** What to ask for the next page from; undefined when there is none. */
  #next: string | undefined
  #limit: number | undefined
  #ahead: { readonly page: Promise<ObjectPage>; readonly controller: AbortController } | undefined

  constructor(options: KeyCursorOptions) {
    this.#options = options
    this.#rows = options.page?.rows ?? []
    // Every key sorts behind the empty text.
    this.#next = options.page === undefined ? (options.after ?? '') : options.page.next
  }

  /** The row at hand; undefined behind the last one. */
  async current(): Promise<KeyRow | undefined> {
    while (this.#index >= this.#rows.length && this.#next !== undefined) await this.#turn()
    if (this.#index * 2 >= this.#rows.length) this.#lookAhead()
    return this.#rows[this.#index]
  }

  advance(): void {
    this.#index += 1
  }

  /** Leaves out the keys from here on that begin with `prefix`, without going through their pages. */
  async skip(prefix: string): Promise<void> {
    for (;;) {
      while (this.#rows[this.#index]?.text.startsWith(prefix) === true) this.#index += 1
      if (this.#index < this.#rows.length || this.#next === undefined) return
      // `~` sorts behind all that a path may have. What has it in its key is gone through.
      const end = `${prefix}~`
      if (this.#next < end) {
        this.end()
        this.#next = end
        this.#limit = keysAfterJump
      }
      await this.#turn()
    }
  }

  /** Whether keys begin with `prefix`, which sorts behind the row at hand; undefined when not even the next page shows it. */
  async holds(prefix: string): Promise<boolean | undefined> {
    for (;;) {
      const found = this.#rows[this.#firstFrom(prefix)]
      if (found !== undefined) return found.text.startsWith(prefix)
      if (this.#next === undefined) return false
      // Two pages in memory are enough.
      if (this.#rows.length - this.#index > this.#pageRows) return undefined
      await this.#turn()
    }
  }

  /** Another cursor for the keys that begin with `prefix`, some of which are at hand. */
  below(prefix: string, path: StoragePath): KeyCursor {
    const start = this.#firstFrom(prefix)
    let end = start
    while (this.#rows[end]?.text.startsWith(prefix) === true) end += 1
    const next = end < this.#rows.length ? undefined : this.#next
    const page = { rows: this.#rows.slice(start, end), next }
    return new KeyCursor({ ...this.#options, path, prefix, page })
  }

  /** Ends a request that nobody waits for any more. */
  end(): void {
    this.#ahead?.controller.abort()
    this.#ahead = undefined
  }

  /** Puts the next page behind the rows that were not gone through. */
  async #turn(): Promise<void> {
    this.#lookAhead()
    const page = await this.#ahead?.page
    this.#ahead = undefined
    const rows = page === undefined ? [] : rowsOf(page)
    this.#rows = [...this.#rows.slice(this.#index), ...rows]
    this.#pageRows = rows.length
    this.#next = page?.next
    this.#index = 0
    this.#limit = undefined
  }

  #lookAhead(): void {
    if (this.#ahead !== undefined || this.#next === undefined) return
    const { store, path, prefix, delimiter, signal } = this.#options
    const controller = new AbortController()
    const ended = signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal])
    const after = this.#next === '' ? undefined : this.#next
    const options = { prefix, delimiter, after, limit: this.#limit, signal: ended }
    const page = store.request(path, signal, (client) => client.list(options))
    // Whether anybody waits for it is open.
    page.catch(() => undefined)
    this.#ahead = { page, controller }
  }

  /** Index of the first row from here on that sorts at or behind `text`. */
  #firstFrom(text: string): number {
    let low = this.#index
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#rows[middle]?.text ?? '') < text) low = middle + 1
      else high = middle
    }
    return low
  }
}

function rowsOf({ objects, prefixes }: ObjectPage): KeyRow[] {
  const rows: KeyRow[] = objects.map((object) => ({ text: object.key, object }))
  if (prefixes.length === 0) return rows
  rows.push(...prefixes.map((text) => ({ text, object: undefined })))
  return rows.toSorted((one, other) => (one.text < other.text ? -1 : 1))
}
