import { Readable } from 'node:stream'
import { pathNotFound } from '../../driver-error.ts'
import { assertReadOptions, readRange } from '../../kit/read-range.ts'
import type { ReadOptions } from '../../storage-driver.ts'
import type { StoragePath } from '../../storage-path.ts'
import type { ObjectStore } from '../object-store.ts'
import { ObjectReader } from './object-reader.ts'

/** @throws DriverError `PATH_NOT_FOUND` before there is a stream */
export async function openReader(store: ObjectStore, path: StoragePath, options: ReadOptions = {}): Promise<Readable> {
  assertReadOptions(store.name, path, options)
  const { offset = 0, length, signal, buffers } = options
  const key = store.keys.of(path)
  if (length === 0) {
    // There is no such range in HTTP.
    const head = await store.request(path, signal, (client) => client.head(key, { signal }))
    if (head === undefined) throw pathNotFound(store.name, path)
    return Readable.from([], { objectMode: false })
  }
  const body = await store.request(path, signal, (client) => client.get(key, { offset, length, signal }))
  if (body === undefined) throw pathNotFound(store.name, path)
  const { start, end } = readRange(body.head.size, options)
  return new ObjectReader({ store, path, key, body, offset: start, length: end - start, signal, buffers })
}
