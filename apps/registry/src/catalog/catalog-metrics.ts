/** What is counted of a catalog. */
export interface CatalogMetrics {
  /** Told once where to look for how many rows are not written yet. */
  queue(length: () => number): void
  /** Rows that were written. */
  written(rows: number): void
  failed(operation: 'list' | 'reconcile' | 'search' | 'write'): void
  reconciled(change: { readonly added: number; readonly removed: number }): void
}
