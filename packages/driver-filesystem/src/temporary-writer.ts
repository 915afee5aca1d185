import { unlink } from 'node:fs/promises'
import type { Durability, StoragePath } from '@moorage/driver-core'
import type { AtomicFiles } from './atomic-files.ts'
import { versionOf } from './descriptors.ts'
import type { WriterStart } from './writer-end.ts'

/** Opens a file of the writer's own, which only `commit` keeps. */
export async function openTemporary(files: AtomicFiles): Promise<WriterStart> {
  const { temporary, descriptor } = await files.openTemporary()
  const end = {
    async commit(_descriptor: number, durable: Durability, destination: StoragePath): Promise<void> {
      await files.flush(descriptor)
      await files.install(temporary, destination, durable)
    },
    cancel: (): Promise<void> => unlink(temporary),
    close: (): Promise<void> => unlink(temporary),
    leave: async (): Promise<void> => {},
  }
  return { descriptor, file: temporary, version: versionOf(descriptor), size: 0, end }
}
