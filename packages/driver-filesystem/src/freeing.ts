import { lstatSync, readdirSync, rmdirSync, type Stats, unlinkSync } from 'node:fs'

/** Bytes of a deleted file that are freed in a fraction of a millisecond. A large one takes 50 ms for each GiB, even in memory. */
export const quicklyFreedBytes: number = 1024 * 1024
const mostEntries = 64
/** A directory that is larger than a block of a disk has many names, and reading them takes long. */
const quicklyReadBytes = 4096

/** Whether a file is small enough to be deleted at once. A directory is, too: the system refuses to delete it as a file. */
export function isQuickToUnlink(file: string): boolean {
  const stats = lstatSync(file, { throwIfNoEntry: false })
  return stats === undefined || stats.isDirectory() || stats.size <= quicklyFreedBytes
}

/**
 * Deletes a directory with all that is in it, unless that takes long.
 * @returns whether all of it is gone
 */
export function removeIfQuick(directory: string): boolean {
  try {
    const entries = quicklyFreed(directory)
    if (entries === undefined) return false
    // What is in a directory stands behind it.
    for (const { file, isDirectory } of entries.toReversed()) {
      if (isDirectory) rmdirSync(file)
      else unlinkSync(file)
    }
    return true
  } catch {
    // Somebody else works on it at the same moment: that takes patience.
    return false
  }
}

/** Whether a directory has few names. */
export function isQuickToRead(directory: string): boolean {
  const stats = lstatSync(directory, { throwIfNoEntry: false })
  return stats === undefined || stats.size <= quicklyReadBytes
}

interface Entry {
  readonly file: string
  readonly isDirectory: boolean
}

/** The directory and all that is in it; undefined where that is too much. */
function quicklyFreed(directory: string): Entry[] | undefined {
  let bytes = 0
  const found = [entryOf(directory)]
  // What is appended meanwhile is visited too.
  for (const { file, isDirectory, size } of found) {
    if (isDirectory && size > quicklyReadBytes) return undefined
    bytes += size
    if (isDirectory) for (const name of readdirSync(file)) found.push(entryOf(`${file}/${name}`))
    if (found.length > mostEntries || bytes > quicklyFreedBytes) return undefined
  }
  return found
}

function entryOf(file: string): Entry & Pick<Stats, 'size'> {
  const stats = lstatSync(file)
  return { file, isDirectory: stats.isDirectory(), size: stats.size }
}
