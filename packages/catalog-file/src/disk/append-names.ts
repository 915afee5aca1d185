import { type FileHandle, open } from 'node:fs/promises'
import { formatLines } from '../names/parse-lines.ts'
import { type FileStamp, stampOf } from './file-stamp.ts'
import { writeAll } from './write-all.ts'

const lineEnd = 0x0a

export interface AppendResult {
  readonly before: FileStamp
  readonly after: FileStamp
}

/**
 * Appends lines, and flushes them. To be called with the lock.
 *
 * The file is made longer first, by all but the last byte, and then filled: a reader, or whoever finds the file after a
 * crash, sees NULs in a line that is not whole, and never takes a part of a name for a name. Only the last byte that is
 * written gives the file its length, so that one who has read less sees that the file is another.
 */
export async function appendNames(path: string, names: readonly string[]): Promise<AppendResult> {
  await using handle = await open(path, 'r+')
  const before = await handle.stat({ bigint: true })
  const size = await endLastLine(handle, Number(before.size))
  const lines = Buffer.from(formatLines(names))
  try {
    await handle.truncate(size + lines.length - 1)
    await writeAll(handle, lines, size)
    await handle.datasync()
  } catch (error) {
    // Without room nothing of it is kept.
    await handle.truncate(size).catch(() => undefined)
    throw error
  }
  return { before: stampOf(before), after: stampOf(await handle.stat({ bigint: true })) }
}

/**
 * A person's editor, or a crash, may have left a last line without its end. It gets one before anything comes behind it,
 * so that the name in it is whole all the time.
 * @returns the length of the file
 */
async function endLastLine(handle: FileHandle, size: number): Promise<number> {
  if (size === 0) return size
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  if (buffer[0] === lineEnd) return size
  await writeAll(handle, Buffer.of(lineEnd), size)
  await handle.datasync()
  return size + 1
}
