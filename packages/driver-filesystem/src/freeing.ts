import { lstatSync, opendirSync } from 'node:fs'

/** Bytes of a deleted file that are freed in a fraction of a millisecond. A large one takes 50 ms for each GiB, even in memory. */
export const quicklyFreedBytes: number = 1024 * 1024
const mostEntries = 64

/** Whether a file, or a directory with all that is in it, is small enough to be deleted at once. */
export function isQuickToFree(file: string): boolean {
  let bytes = 0
  const found = [file]
  // What is appended meanwhile is visited too.
  for (const each of found) {
    const stats = lstatSync(each, { throwIfNoEntry: false })
    bytes += stats?.size ?? 0
    if (stats?.isDirectory() === true) addEntries(found, each)
    if (found.length > mostEntries || bytes > quicklyFreedBytes) return false
  }
  return true
}

/** No more than it takes to know that there are too many. */
function addEntries(found: string[], directory: string): void {
  const entries = opendirSync(directory)
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      found.push(`${directory}/${entry.name}`)
      if (found.length > mostEntries) return
    }
  } finally {
    entries.closeSync()
  }
}
