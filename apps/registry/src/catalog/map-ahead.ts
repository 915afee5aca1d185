/**
 * What `work` makes of each item, in the order of the items; it is begun for up to `ahead` items before their turn.
 * Work that was begun and is no longer wanted ends unseen.
 */
export async function* mapAhead<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = []
  for await (const item of items) {
    const result = work(item)
    // Its turn may never come, or come after it has failed.
    result.catch(() => undefined)
    begun.push(result)
    const next = begun.length > ahead ? begun.shift() : undefined
    if (next !== undefined) yield await next
  }
  for (const result of begun) yield await result
}
