import { createHash } from 'node:crypto'

/**
 * A name that tells whether it is whole: it ends with a sum of what is before. A part of one, or two that were joined,
 * is no such name. Its length varies, so that names lie anywhere in the blocks of a disk.
 */
export function markedName(owner: string, number: number): string {
  const beginning = `${owner}/${number}${'/x'.repeat((number * 7) % 40)}`
  return `${beginning}/${sumOf(beginning)}`
}

export function isMarkedName(name: string): boolean {
  const end = name.lastIndexOf('/')
  return name.slice(end + 1) === sumOf(name.slice(0, end))
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
