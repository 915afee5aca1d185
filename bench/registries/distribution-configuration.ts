import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Site } from './registry-kind.ts'

interface Sections {
  /** The storage driver and its parameters. Default: a folder. */
  readonly driver?: Readonly<Record<string, unknown>>
  /** Which Moorage alone knows. Default: none. */
  readonly catalog?: Readonly<Record<string, unknown>>
}

/** Writes the configuration that Moorage and both versions of the Go registry are started with, and returns its path. */
export function writeDistributionConfiguration(
  site: Site,
  { driver = { filesystem: { rootdirectory: site.dataFolder } }, catalog }: Sections = {},
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
    ...(catalog === undefined ? {} : { catalog }),
  }
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration, undefined, 2))
  return file
}
