import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Catalog, parseCatalogOptions } from '@moorage/catalog-core'
import { describeCatalog } from '@moorage/testkit/catalog'
import { afterAll } from 'vitest'
import sqlite from './index.ts'

const folder = await mkdtemp(join(tmpdir(), 'catalog-sqlite-'))

afterAll(() => rm(folder, { recursive: true, force: true }))

const open = (): Promise<Catalog> =>
  sqlite.create(parseCatalogOptions(sqlite, { path: join(folder, 'catalog.sqlite') }), {})

describeCatalog('sqlite', { create: open, reopen: open })
