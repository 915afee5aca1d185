import { compareKeys } from './key-order.ts'
import type { SortedKeys } from './sorted-keys.ts'

export interface ListOptions {
  readonly prefix: string
  /** Empty: no grouping. */
  readonly delimiter: string
  /** Only keys after this one. */
  readonly marker: string
  readonly limit: number
}

export interface ListPage {
  readonly keys: readonly string[]
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  /** The last key or common prefix of this page; to go on with, if it is truncated. */
  readonly last: string | undefined
}

/** One page of the keys under a prefix. Keys that share a common prefix count as one, and are jumped over. */
export function listKeys(sorted: SortedKeys, options: ListOptions, isVisible: (key: string) => boolean): ListPage {
  const { prefix, delimiter, marker, limit } = options
  const keys: string[] = []
  const commonPrefixes: string[] = []
  let last: string | undefined
  let next = sorted.seek((key) => compareKeys(key, marker) <= 0 || compareKeys(key, prefix) < 0)
  while (next?.startsWith(prefix) === true) {
    const current = next
    const end = delimiter === '' ? -1 : current.indexOf(delimiter, prefix.length)
    const group = end === -1 ? undefined : current.slice(0, end + delimiter.length)
    const isListed = isVisible(current) && group !== marker
    if (isListed && keys.length + commonPrefixes.length === limit) {
      return { keys, commonPrefixes, isTruncated: true, last }
    }
    if (isListed) {
      if (group === undefined) keys.push(current)
      else commonPrefixes.push(group)
      last = group ?? current
    }
    const jumps = group !== undefined && (isListed || group === marker)
    next = sorted.seek((key) => compareKeys(key, current) <= 0 || (jumps && key.startsWith(group)))
  }
  return { keys, commonPrefixes, isTruncated: false, last }
}
