import { createCatalog, reconcileCatalog } from '@moorage/catalog-core'
import mysql from '@moorage/catalog-mysql'

const { CATALOG_DSN: dsn } = process.env

await using catalog = await createCatalog(mysql, { dsn })

await catalog.record([
  { name: 'team/app', pushedAt: new Date('2026-03-01T12:00:00Z') },
  { name: 'team/old', pushedAt: new Date('2020-01-01T00:00:00Z') },
])
const found = await catalog.search({ term: 'app', offset: 0, limit: 25 })
for (const { name, pushedAt } of found.entries) console.log(`${name}, pushed ${pushedAt?.toISOString()}`)

// Makes the names those that are known to be right.
const right = ['team/app', 'team/new']
const { added, removed } = await reconcileCatalog(catalog, {
  async *names() {
    yield* right
  },
  has: async (name) => right.includes(name),
})
console.log(`${added} added, ${removed} removed`)
const { entries } = await catalog.list({ limit: 100 })
console.log(entries.map(({ name }) => name).join(' '))
