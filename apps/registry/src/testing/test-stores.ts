import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { StorageDriver } from '@moorage/driver-core'
import filesystem from '@moorage/driver-filesystem'
import { parseOptions } from '@moorage/driver-core/kit'
import { MemoryBucket, MemoryObjectStoreClient } from '@moorage/driver-core/object-store/testing'
import { createMemoryDriver, MemoryStore } from '@moorage/driver-memory'
import { createMemoryObjectStore } from './memory-object-store.ts'

/** The stores that the tests run on; for `describe.each`. */
export const testStores: readonly { readonly kind: string; readonly create: () => Promise<TestStore> }[] = [
  { kind: 'memory', create: createMemoryTestStore },
  { kind: 'filesystem', create: createFolderTestStore },
  { kind: 'an object store', create: createObjectTestStore },
]

/** A store that outlives the drivers that are opened over it. */
export interface TestStore extends AsyncDisposable {
  /** Opens a driver, as another process would. */
  open(): Promise<StorageDriver>
  /** Paths of all files, unfinished ones included. */
  files(): Promise<string[]>
}

export async function createMemoryTestStore(): Promise<TestStore> {
  const store = new MemoryStore()
  return {
    open: async () => createMemoryDriver(store),
    files: async () => {
      const files: string[] = []
      for await (const entry of createMemoryDriver(store).walk('/')) {
        if (entry.kind === 'file') files.push(entry.path)
      }
      return [...files, ...[...store.partials.keys()].map((path) => `${path}~partial`)]
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
}

async function createObjectTestStore(): Promise<TestStore> {
  const bucket = new MemoryBucket()
  return {
    open: async () => createMemoryObjectStore(new MemoryObjectStoreClient({ bucket })),
    files: async () =>
      [...bucket.keys(), ...[...bucket.uploads.values()].map(({ key }) => `${key}~parts`)].map((key) => `/${key}`),
    [Symbol.asyncDispose]: async () => undefined,
  }
}

async function createFolderTestStore(): Promise<TestStore> {
  const rootdirectory = await mkdtemp(join(tmpdir(), 'registry-'))
  return {
    open: () => filesystem.create(parseOptions(filesystem, { rootdirectory, sync: false }), {}),
    files: async () => {
      const entries = await readdir(rootdirectory, { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => `/${relative(rootdirectory, join(entry.parentPath, entry.name))}`)
    },
    [Symbol.asyncDispose]: () => rm(rootdirectory, { recursive: true, force: true }),
  }
}
