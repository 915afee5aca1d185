import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** A folder of the user's for what is slow to make. */
export async function cacheFolder(name: string): Promise<string> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const folder = join(cache, 'moorage-tests', name)
  await mkdir(folder, { recursive: true })
  return folder
}
