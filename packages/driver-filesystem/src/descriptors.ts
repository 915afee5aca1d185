import fs from 'node:fs'
import { promisify } from 'node:util'

// Plain descriptors in place of FileHandle: half the overhead for each call, which small files consist of.
export const openFile: (path: string, flags: number, mode?: number) => Promise<number> = promisify(fs.open)
export const statFile: (descriptor: number) => Promise<fs.Stats> = promisify(fs.fstat)
export const truncateFile: (descriptor: number, length: number) => Promise<void> = promisify(fs.ftruncate)
export const closeFile: (descriptor: number) => Promise<void> = promisify(fs.close)
/** Data and length reach the disk; the time of change may not, which nothing depends on. */
export const syncFile: (descriptor: number) => Promise<void> = promisify(fs.fdatasync)
export const syncDirectory: (descriptor: number) => Promise<void> = promisify(fs.fsync)

const read = promisify(fs.read)
const writev = promisify(fs.writev)

/**
 * Names a file's bytes: other bytes have another time of change, another file has another number.
 * Synchronous: the kernel answers from memory, in a fraction of what handing it to a thread costs.
 */
export function versionOf(descriptor: number): string {
  const { ino, mtimeNs } = fs.fstatSync(descriptor, { bigint: true })
  return `${ino}.${mtimeNs}`
}

/** Closes without waiting: for descriptors that were only read, or were flushed before. */
export function closeQuietly(descriptor: number): void {
  fs.close(descriptor, () => undefined)
}

/** Fills `target` from `position` on, as far as the file goes. */
export async function readFully(descriptor: number, target: Uint8Array, position: number): Promise<number> {
  let filled = 0
  while (filled < target.length) {
    const { bytesRead } = await read(descriptor, target, filled, target.length - filled, position + filled)
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
  descriptor: number,
  chunks: readonly Uint8Array[],
  position: number,
  written: (bytes: number) => void = () => undefined,
): Promise<void> {
  let rest = chunks.filter((chunk) => chunk.length > 0)
  let offset = position
  while (rest.length > 0) {
    const { bytesWritten } = await writev(descriptor, rest.slice(0, mostVectors), offset)
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
