import { unlink } from 'node:fs/promises'
import type { StoragePath } from '@moorage/driver-core'
import { type AtomicFiles, createFlags } from './atomic-files.ts'
import { openFile } from './descriptors.ts'
import type { WriterStart } from './writer-end.ts'

/** Opens a file of the writer's own, which only `commit` keeps. */
export async function openTemporary(files: AtomicFiles, path: StoragePath): Promise<WriterStart> {
  const temporary = files.temporaryName()
  const descriptor = await openFile(temporary, createFlags, 0o666)
  const end = {
    async commit(): Promise<void> {
      await files.flush(descriptor)
      await files.install(temporary, path, true)
    },
    cancel: (): Promise<void> => unlink(temporary),
    close: (): Promise<void> => unlink(temporary),
  }
  return { descriptor, size: 0, end }
}
