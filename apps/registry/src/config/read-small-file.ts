import { open } from 'node:fs/promises'

const limitBytes = 1024 * 1024

/**
 * Reads a text file of at most 1 MiB.
 * @throws Error where it cannot be read, or is larger
 */
export async function readSmallFile(path: string): Promise<string> {
  await using file = await open(path)
  // Read up to the limit in place of asking for the size: a pipe or a device has none.
  const buffer = Buffer.alloc(limitBytes + 1)
  let length = 0
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  if (length > limitBytes) throw new Error(`${path} is larger than 1 MiB`)
  return buffer.toString('utf8', 0, length)
}
