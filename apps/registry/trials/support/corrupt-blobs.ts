import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The blobs of a store's folder whose bytes are not those that their digest names. */
export async function corruptBlobs(data: string): Promise<string[]> {
  const corrupt: string[] = []
  for await (const file of glob('docker/registry/v2/blobs/sha256/*/*/data', { cwd: data })) {
    const bytes = await readFile(join(data, file))
    const digits = createHash('sha256').update(bytes).digest('hex')
    if (!file.includes(`/${digits}/`)) corrupt.push(file)
  }
  return corrupt
}
