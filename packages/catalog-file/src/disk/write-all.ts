import type { FileHandle } from 'node:fs/promises'

/** Writes a text of letters of a byte each at `position`; the system may take it in several parts. */
export async function writeAll(handle: FileHandle, text: string, position: number): Promise<void> {
  const bytes = Buffer.from(text, 'latin1')
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}
