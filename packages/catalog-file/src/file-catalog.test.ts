import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Catalog, parseCatalogOptions } from '@moorage/catalog-core'
import { describeCatalog, describeCatalogProcesses } from '@moorage/testkit/catalog'
import { afterAll } from 'vitest'
import file from './index.ts'

const folder = await mkdtemp(join(tmpdir(), 'catalog-file-'))
const path = join(folder, 'repositories')
const options = { path }
await writeFile(path, '')

afterAll(() => rm(folder, { recursive: true, force: true }))

const open = (): Promise<Catalog> => file.create(parseCatalogOptions(file, options), {})

describeCatalog('file', { create: open, reopen: open })

describeCatalogProcesses('file', { module: new URL('./index.ts', import.meta.url).href, options, open })
