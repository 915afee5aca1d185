import type { FileWriter, StorageDriver } from '@moorage/driver-core'
import { withCapabilities } from './with-capabilities.ts'

/** Decorates a driver in memory so that it can do no more than object stores can, and shows no more. */
export function likeObjectStore(driver: StorageDriver): StorageDriver {
  const limited = withCapabilities(driver, {
    redirect: false,
    move: 'copy-then-delete',
    append: 'resume-upload',
    listing: 'strong',
    notes: true,
    minPartSizeBytes: 1024,
  })
  return new Proxy(limited, {
    get(target, property) {
      if (property !== 'createWriter') return Reflect.get(target, property, target) as unknown
      return async (...parameters: Parameters<StorageDriver['createWriter']>): Promise<FileWriter> =>
        hidingWritten(await target.createWriter(...parameters))
    },
  })
}

/** The parts of an unfinished upload can be read by nobody. */
function hidingWritten(writer: FileWriter): FileWriter {
  return new Proxy(writer, {
    get(target, property) {
      if (property === 'readWritten') return async () => undefined
      const value: unknown = Reflect.get(target, property, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
