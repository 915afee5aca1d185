/** The numbers of rows that statements have: few, because each is prepared for itself. */
const sizes = [1, 10, 100, 500] as const

/** The most rows of a transaction, and of a statement. */
export const largestBatch = 500

/**
 * Items in batches of a few sizes. A batch that is not quite full is filled up with its last item: what is done with
 * items must be the same when it is done twice.
 */
export function* batchesOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length;) {
    const batch = items.slice(start, start + batchSize(items.length - start))
    start += batch.length
    yield fill(batch)
  }
}

/** As many as the next batch takes, with at most as much filling as content. */
function batchSize(remaining: number): number {
  const fitting = sizes.find((size) => size >= remaining) ?? largestBatch
  if (fitting <= 2 * remaining) return fitting
  return sizes.findLast((size) => size <= remaining) ?? 1
}

function fill<Item>(batch: readonly Item[]): readonly Item[] {
  const size = sizes.find((each) => each >= batch.length) ?? batch.length
  return [...batch, ...Array.from({ length: size - batch.length }, () => batch.at(-1) as Item)]
}

/** Items in parts of at most `size`. */
export function* partsOf<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}
