import type { BigIntStats } from 'node:fs'

/** Tells one state of a file from another. */
export type FileStamp = string

/**
 * Each change by this package gives the file another stamp, although clocks of file systems stand still for
 * milliseconds: a change in place makes it longer with its last byte, and a rewritten file has a later time.
 */
export function stampOf(found: BigIntStats): FileStamp {
  return [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}
