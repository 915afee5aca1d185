import type { StorageDriver } from '../storage-driver.ts'
import { assertStoragePath } from '../assert-storage-path.ts'

/** Decorates a driver so that no path reaches it unchecked: an illegal one is `INVALID_PATH` from every method. */
export function checkPaths(driver: StorageDriver): StorageDriver {
  const check = (path: string, allowRoot = false): void => assertStoragePath(driver.name, path, allowRoot)
  /** The call's own promise is passed on: a driver is called too often for one more around each. */
  const checked = <Result>(
    paths: readonly string[],
    call: () => Promise<Result>,
    allowRoot = false,
  ): Promise<Result> => {
    try {
      for (const path of paths) check(path, allowRoot)
    } catch (error) {
      return Promise.reject(error)
    }
    return call()
  }
  return {
    name: driver.name,
    capabilities: driver.capabilities,
    getContent: (path, options) => checked([path], () => driver.getContent(path, options)),
    putContent: (path, content, options) => checked([path], () => driver.putContent(path, content, options)),
    createReader: (path, options) => checked([path], () => driver.createReader(path, options)),
    createWriter: (path, options) => checked([path], () => driver.createWriter(path, options)),
    writtenSize: (path, options) => checked([path], () => driver.writtenSize(path, options)),
    flush: (paths) => checked(paths, () => driver.flush(paths)),
    stat: (path, options) => checked([path], () => driver.stat(path, options), true),
    async *list(path, options) {
      check(path, true)
      yield* driver.list(path, options)
    },
    async *walk(path, options) {
      check(path, true)
      yield* driver.walk(path, options)
    },
    move: (source, destination, options) =>
      checked([source, destination], () => driver.move(source, destination, options)),
    delete: (path, options) => checked([path], () => driver.delete(path, options)),
    redirectUrl: (path, options) => checked([path], () => driver.redirectUrl(path, options)),
    [Symbol.asyncDispose]: () => driver[Symbol.asyncDispose](),
  }
}
