import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface SharedConfiguration {
  /** For `storage.cache.lifetime`, such as `1s`. Default: nothing is kept. */
  readonly cacheLifetime?: string
  /** Whether files are flushed to the disk, which Moorage alone has a switch for. Default: as the registry does by itself. */
  readonly sync?: boolean
  /** The section `catalog`, which Moorage alone has. Default: the names are listed from the storage. */
  readonly catalog?: Readonly<Record<string, unknown>>
}

/** Signs the uploads of all registries of the trials, so that each goes on with those of the others. */
export const secret = 'the same in all of them'

/** Writes the configuration of all registries on the folder `data` beside it, and returns its path. */
export async function writeConfiguration(
  folder: string,
  name: string,
  { cacheLifetime = '0s', sync = true, catalog }: SharedConfiguration = {},
): Promise<string> {
  const path = join(folder, name)
  const lines = [
    'version: 0.1',
    'log:',
    '  level: info',
    '  accesslog: { disabled: true }',
    'storage:',
    `  filesystem: { rootdirectory: ${join(folder, 'data')}${sync ? '' : ', sync: false'} }`,
    '  delete: { enabled: true }',
    `  cache: { lifetime: ${cacheLifetime} }`,
    'http:',
    '  addr: 127.0.0.1:0',
    `  secret: ${secret}`,
    ...(catalog === undefined ? [] : [`catalog: ${JSON.stringify(catalog)}`]),
  ]
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}
