import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findMariaDbSkipReason, startMariaDb } from '@moorage/testkit/programs'
import { createTemporaryFolder } from '../support/cleanup.ts'
import { writeDistributionConfiguration } from './distribution-configuration.ts'
import { assertBuilt, launchMoorage } from './moorage.ts'
import { type RegistryKind, type Site, Unavailable } from './registry-kind.ts'

type Section = Readonly<Record<string, unknown>>

/** Moorage on a folder, with the names of its repositories in a file, in SQLite and in MariaDB. */
export function createMooragesWithCatalogs(storageFolder: string, profileFolder: string | undefined): RegistryKind[] {
  const create = (catalog: string, prepare: () => Promise<(site: Site) => Section>): RegistryKind => ({
    name: `moorage-${catalog}`,
    layout: 'distribution',
    fillsCatalog: true,
    locate: async () => {
      assertBuilt()
      const catalogOf = await prepare()
      return (site) => launchMoorage(writeDistributionConfiguration(site, { catalog: catalogOf(site) }), profileFolder)
    },
  })
  return [
    create('file', async () => (site) => {
      const path = join(site.folder, 'names')
      writeFileSync(path, '')
      return { file: { path } }
    }),
    create('sqlite', async () => (site) => ({ sqlite: { path: join(site.folder, 'names.db') } })),
    create('mysql', async () => {
      const reason = await findMariaDbSkipReason()
      if (reason !== undefined) throw new Unavailable(reason)
      // It ends with this process.
      const mariadb = await startMariaDb({ folder: createTemporaryFolder(storageFolder) })
      const { dsn } = await mariadb.createDatabase()
      return () => ({ mysql: { dsn } })
    }),
  ]
}
