import type { StorageDriver } from '@moorage/driver-core'

const root = '/docker/registry/v2'

/** A path below the registry's root in a store. */
export function storedPath(path: string): string {
  return `${root}/${path}`
}

/** Every file of a store with its text, by its path below the registry's root. */
export async function storedFiles(driver: StorageDriver): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  for await (const entry of driver.walk('/')) {
    if (entry.kind !== 'file') continue
    files[entry.path.replace(`${root}/`, '')] = Buffer.from(await driver.getContent(entry.path)).toString('utf8')
  }
  return files
}
