/** What a process with a catalog is told to do. */
export type Order =
  /** Adds and removes its own names, `changes` times. */
  | { readonly kind: 'churn'; readonly owner: string; readonly seed: string; readonly changes: number }
  /** Adds these. */
  | { readonly kind: 'add'; readonly names: readonly string[] }
  /** Has the turn until it is killed. */
  | { readonly kind: 'hold' }
  /** Looks `turns` times whether it is alone in its turn. */
  | { readonly kind: 'turns'; readonly owner: string; readonly turns: number }

/** A change to names of one process. */
export interface OwnChange {
  readonly isThere: boolean
  readonly names: readonly string[]
}

/** What it says. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'began'; readonly change: OwnChange }
  | { readonly kind: 'made'; readonly change: OwnChange }
  | { readonly kind: 'holds' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly reason: string }

/** Where a process finds the catalog. */
export interface CatalogPlace {
  /** URL of the module that exports the catalog's definition by default. */
  readonly module: string
  readonly options: unknown
}
