import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Catalog, parseCatalogOptions } from '@moorage/catalog-core'
import { describeCatalog, describeCatalogProcesses } from '@moorage/testkit/catalog'
import { afterAll } from 'vitest'
import sqlite from './index.ts'

const folder = await mkdtemp(join(tmpdir(), 'catalog-sqlite-'))

afterAll(() => rm(folder, { recursive: true, force: true }))

const options = { path: join(folder, 'catalog.sqlite') }

const open = (): Promise<Catalog> => sqlite.create(parseCatalogOptions(sqlite, options), {})

describeCatalog('sqlite', { create: open, reopen: open })

describeCatalogProcesses('sqlite', { module: new URL('./index.ts', import.meta.url).href, options, open })
