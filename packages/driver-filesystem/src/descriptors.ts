import fs from 'node:fs'
import { promisify } from 'node:util'
import { type Awaitable, type FileCalls, handedOver } from './file-calls.ts'
import { quicklyFreedBytes } from './freeing.ts'

/** Data and length reach the disk; the time of change may not, which nothing depends on. */
export const syncFile: (descriptor: number) => Promise<void> = promisify(fs.fdatasync)
export const syncDirectory: (descriptor: number) => Promise<void> = promisify(fs.fsync)
export const truncateFile: (descriptor: number, length: number) => Promise<void> = promisify(fs.ftruncate)

/**
 * Closes without a word: for descriptors that were only read, or were flushed before.
 * @param size of the file: who closes a deleted one last frees its bytes
 */
export function closeQuietly(calls: FileCalls, descriptor: number, size = 0): Awaitable<void> {
  try {
    const closing = (size > quicklyFreedBytes ? handedOver : calls).close(descriptor)
    return closing?.catch(() => undefined)
  } catch {
    // There is nothing left to lose.
  }
}

/** Fills `target` from `position` on, as far as the file goes. */
export async function readFully(
  calls: FileCalls,
  descriptor: number,
  target: Uint8Array,
  position: number,
): Promise<number> {
  let filled = 0
  while (filled < target.length) {
    const rest = filled === 0 ? target : target.subarray(filled)
    const bytesRead = await calls.read(descriptor, rest, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}

/**
 * Writes all `chunks` at `position`.
 * @param written told after each step how many bytes it wrote, so that a failure leaves a true count
 */
export async function writeFully(
  calls: FileCalls,
  descriptor: number,
  chunks: readonly Uint8Array[],
  position: number,
  written: (bytes: number) => void = () => undefined,
): Promise<void> {
  let rest = chunks.filter((chunk) => chunk.length > 0)
  let offset = position
  while (rest.length > 0) {
    const bytesWritten = await calls.write(descriptor, rest.slice(0, mostVectors), offset)
    offset += bytesWritten
    written(bytesWritten)
    rest = dropBytes(rest, bytesWritten)
  }
}

/** IOV_MAX of Linux and macOS: the most buffers one writev takes. */
const mostVectors = 1024

function dropBytes(chunks: readonly Uint8Array[], count: number): Uint8Array[] {
  let dropped = count
  let index = 0
  for (const chunk of chunks) {
    if (chunk.length > dropped) break
    dropped -= chunk.length
    index += 1
  }
  const rest = chunks.slice(index)
  const head = rest[0]
  if (dropped > 0 && head !== undefined) rest[0] = head.subarray(dropped)
  return rest
}
