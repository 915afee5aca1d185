import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MariaDb } from '@moorage/testkit/programs'

/** Where a registry keeps the names of its repositories. */
export interface CatalogKind {
  readonly name: 'storage' | 'file' | 'sqlite' | 'mysql'
  /** The section of the configuration, for a new and empty catalog. */
  configure(folder: string, mariadb: MariaDb | undefined): Promise<Readonly<Record<string, unknown>>>
}

/** What all trials of this folder run on; a catalog that is added here is tried like the others. */
export const catalogKinds: readonly CatalogKind[] = [
  { name: 'storage', configure: async () => ({ storage: {} }) },
  {
    name: 'file',
    configure: async (folder) => {
      const path = join(folder, 'names')
      await writeFile(path, 'gone\nan old one\n')
      return { file: { path } }
    },
  },
  { name: 'sqlite', configure: async (folder) => ({ sqlite: { path: join(folder, 'names.db') } }) },
  {
    name: 'mysql',
    configure: async (_folder, mariadb) => {
      if (mariadb === undefined) throw new Error('there is no database')
      return { mysql: { dsn: `${(await mariadb.createDatabase()).dsn}?loc=Local&parseTime=true` } }
    },
  },
]
