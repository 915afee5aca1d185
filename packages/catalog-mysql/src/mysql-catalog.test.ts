import { type Catalog, createCatalog } from '@moorage/catalog-core'
import { describeCatalog, describeCatalogProcesses } from '@moorage/testkit/catalog'
import { findMariaDbSkipReason, type MariaDbDatabase } from '@moorage/testkit/programs'
import { expect, test } from 'vitest'
import mysql from './index.ts'
import { documentedRights } from './testing/documented-rights.ts'
import { suiteServer } from './testing/suite-server.ts'

const server = suiteServer()
const skipReason = await findMariaDbSkipReason()

test('there is a MariaDB, on which the catalog keeps the contract', (context) => {
  if (skipReason !== undefined) context.skip(skipReason)
  expect(skipReason).toBeUndefined()
})

const suites = { 'with all rights': 'ALL PRIVILEGES', 'with the documented rights': documentedRights }

for (const [name, rights] of skipReason === undefined ? Object.entries(suites) : []) {
  let database: MariaDbDatabase | undefined
  const open = (): Promise<Catalog> => createCatalog(mysql, { dsn: database?.dsn })
  describeCatalog(`mysql for a user ${name}`, {
    create: async () => {
      database = await server().createDatabase(rights)
      return open()
    },
    reopen: open,
  })
}

if (skipReason === undefined) {
  const options = { dsn: '' }
  describeCatalogProcesses('mysql', {
    module: new URL('./index.ts', import.meta.url).href,
    options,
    open: async () => {
      options.dsn = (await server().createDatabase(documentedRights)).dsn
      return createCatalog(mysql, options)
    },
  })
}
