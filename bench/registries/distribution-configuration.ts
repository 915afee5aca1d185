import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Site } from './registry-kind.ts'

/**
 * Writes the configuration that Moorage and both versions of the Go registry are started with, and returns its path.
 * @param driver the storage driver and its parameters. Default: a folder.
 */
export function writeDistributionConfiguration(
  site: Site,
  driver: Readonly<Record<string, unknown>> = { filesystem: { rootdirectory: site.dataFolder } },
): string {
  const file = join(site.folder, 'config.yml')
  const configuration = {
    version: 0.1,
    ...(site.logs === 'off' ? { log: { level: 'error', accesslog: { disabled: true } } } : {}),
    storage: {
      ...driver,
      delete: { enabled: true },
      // As in the samples of all three.
      cache: { blobdescriptor: 'inmemory' },
    },
    http: { addr: `127.0.0.1:${site.port}`, secret: 'bench' },
  }
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration, undefined, 2))
  return file
}
