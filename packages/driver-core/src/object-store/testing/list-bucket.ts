import type { ObjectPageOptions } from '../object-store-client.ts'
import { compareBytes } from './memory-bucket.ts'

interface KeyPage {
  readonly keys: readonly string[]
  readonly prefixes: readonly string[]
  readonly next: string | undefined
}

/** A page of a bucket's sorted keys, as S3's list has it: with a delimiter, keys that share what is before it count as one. */
export function listBucket(
  sorted: readonly string[],
  options: ObjectPageOptions & { readonly limit: number },
): KeyPage {
  const { prefix, delimiter, after = '', limit } = options
  const keys: string[] = []
  const prefixes: string[] = []
  let last = ''
  const start = compareBytes(prefix, after) < 0 ? after : prefix
  for (let index = firstAtOrAfter(sorted, start); index < sorted.length; index += 1) {
    const key = sorted[index] ?? ''
    if (!key.startsWith(prefix)) break
    const end = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length)
    const row = end < 0 ? key : key.slice(0, end + 1)
    if (row === last || compareBytes(row, after) <= 0) continue
    if (keys.length + prefixes.length === limit) return { keys, prefixes, next: last }
    ;(end < 0 ? keys : prefixes).push(row)
    last = row
  }
  return { keys, prefixes, next: undefined }
}

function firstAtOrAfter(sorted: readonly string[], text: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareBytes(sorted[middle] ?? '', text) < 0) low = middle + 1
    else high = middle
  }
  return low
}
