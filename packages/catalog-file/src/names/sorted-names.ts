/** Names in byte order, each once; they are ASCII, so the order of strings is that of bytes. */
export type SortedNames = readonly string[]

/** Where `name` is, or would be: how many names are before it. */
export function positionOf(names: SortedNames, name: string): number {
  let low = 0
  let high = names.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((names[middle] ?? '') < name) low = middle + 1
    else high = middle
  }
  return low
}

export function hasName(names: SortedNames, name: string): boolean {
  return names[positionOf(names, name)] === name
}

/** At most `limit` names behind `after`; from the first on without it. */
export function namesBehind(names: SortedNames, after: string | undefined, limit: number): SortedNames {
  if (after === undefined) return names.slice(0, limit)
  const position = positionOf(names, after)
  const start = names[position] === after ? position + 1 : position
  return names.slice(start, start + limit)
}

/** `names` without `removed` and with `added`. */
export function changeNames(names: SortedNames, added: readonly string[], removed: readonly string[]): SortedNames {
  const gone = new Set(removed)
  const kept = gone.size === 0 ? names : names.filter((name) => !gone.has(name))
  return added.length === 0 ? kept : merge(kept, [...new Set(added)].toSorted())
}

function merge(some: SortedNames, others: SortedNames): SortedNames {
  const merged: string[] = []
  let next = 0
  for (const name of some) {
    for (; next < others.length && (others[next] ?? '') < name; next += 1) merged.push(others[next] ?? '')
    if (others[next] === name) next += 1
    merged.push(name)
  }
  return [...merged, ...others.slice(next)]
}
