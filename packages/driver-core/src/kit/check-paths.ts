import type { StorageDriver } from '../storage-driver.ts'
import { assertStoragePath } from '../assert-storage-path.ts'

/** Decorates a driver so that no path reaches it unchecked: an illegal one is `INVALID_PATH` from every method. */
export function checkPaths(driver: StorageDriver): StorageDriver {
  const check = (path: string, allowRoot = false): void => assertStoragePath(driver.name, path, allowRoot)
  return {
    name: driver.name,
    capabilities: driver.capabilities,
    async getContent(path, options) {
      check(path)
      return driver.getContent(path, options)
    },
    async putContent(path, content, options) {
      check(path)
      return driver.putContent(path, content, options)
    },
    async createReader(path, options) {
      check(path)
      return driver.createReader(path, options)
    },
    async createWriter(path, options) {
      check(path)
      return driver.createWriter(path, options)
    },
    async writtenSize(path, options) {
      check(path)
      return driver.writtenSize(path, options)
    },
    async flush(paths) {
      for (const path of paths) check(path)
      return driver.flush(paths)
    },
    async stat(path, options) {
      check(path, true)
      return driver.stat(path, options)
    },
    async *list(path, options) {
      check(path, true)
      yield* driver.list(path, options)
    },
    async *walk(path, options) {
      check(path, true)
      yield* driver.walk(path, options)
    },
    async move(source, destination, options) {
      check(source)
      check(destination)
      return driver.move(source, destination, options)
    },
    async delete(path, options) {
      check(path)
      return driver.delete(path, options)
    },
    async redirectUrl(path, options) {
      check(path)
      return driver.redirectUrl(path, options)
    },
    [Symbol.asyncDispose]: () => driver[Symbol.asyncDispose](),
  }
}
