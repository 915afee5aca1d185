import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseOptions } from '@moorage/driver-core/kit'
import type { StorageDriver } from '@moorage/driver-core'
import { describeDriver } from '@moorage/testkit/driver'
import { afterAll } from 'vitest'
import filesystem from './index.ts'

const rootdirectory = await mkdtemp(join(tmpdir(), 'driver-filesystem-'))

afterAll(() => rm(rootdirectory, { recursive: true, force: true }))

const open = (): Promise<StorageDriver> => filesystem.create(parseOptions(filesystem, { rootdirectory }), {})

describeDriver('filesystem', { create: open, reopen: open, leftovers: physicalFiles })

/** Empty directories may stay; of files, finished or not, none may. */
async function physicalFiles(): Promise<readonly string[]> {
  const entries = await readdir(rootdirectory, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory() || entry.parentPath.endsWith('~tmp'))
    .map((entry) => join(entry.parentPath, entry.name))
}
