import { basename } from 'node:path'
import type { Durability, StoragePath } from '@moorage/driver-core'
import type { AtomicFiles } from './atomic-files.ts'
import type { WriterStart } from './writer-end.ts'

/** Opens a file of the writer's own, which only `commit` keeps. */
export async function openTemporary(files: AtomicFiles): Promise<WriterStart> {
  const { temporary, descriptor } = await files.openTemporary()
  const drop = (): Promise<void> => files.dropTemporary(temporary)
  const end = {
    async commit(_descriptor: number, durable: Durability, destination: StoragePath): Promise<void> {
      await files.flush(descriptor)
      await files.install(temporary, destination, durable)
    },
    cancel: drop,
    close: drop,
    leave: async (): Promise<void> => {},
  }
  // Nobody continues these bytes, so any name of theirs will do.
  return { descriptor, file: temporary, version: basename(temporary), size: 0, end }
}
