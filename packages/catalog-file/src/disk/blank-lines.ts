import { open } from 'node:fs/promises'
import { nameOf, unfinishedMark } from '../names/parse-lines.ts'
import { writeAll } from './write-all.ts'

interface Place {
  readonly offset: number
  readonly length: number
}

/**
 * Takes names out of a file that cannot be replaced by another, and flushes it. To be called with the lock.
 *
 * Their lines are filled with NULs, then with spaces: whatever part of that a crash leaves, a line is whole or none, and
 * no other name is touched. The file gets no shorter.
 */
export async function blankLines(path: string, names: ReadonlySet<string>): Promise<void> {
  await using handle = await open(path, 'r+')
  const text = await handle.readFile('latin1')
  const places = placesOf(text, names)
  const start = places[0]?.offset ?? 0
  const bytes = Buffer.from(text, 'latin1')
  const end = (places.at(-1)?.offset ?? 0) + (places.at(-1)?.length ?? 0)
  for (const filling of [unfinishedMark, ' ']) {
    for (const { offset, length } of places) bytes.fill(filling, offset, offset + length)
    // At once: what is between the lines is written as it is.
    await writeAll(handle, bytes.subarray(start, end), start)
    await handle.datasync()
  }
  // The length tells readers that the file is another.
  await writeAll(handle, Buffer.from('\n'), bytes.length)
  await handle.datasync()
}

function placesOf(text: string, names: ReadonlySet<string>): readonly Place[] {
  const places: Place[] = []
  let offset = 0
  for (const [index, line] of text.split('\n').entries()) {
    if (names.has(nameOf(line, index))) places.push({ offset, length: line.length })
    offset += line.length + 1
  }
  return places
}
