import { isWithin, joinPath, type StoragePath } from '../storage-path.ts'

/** The child of `directory` that is `path` or holds it; undefined when `path` is not below it. */
export function childTowards(directory: StoragePath, path: StoragePath): StoragePath | undefined {
  if (path === directory || !isWithin(path, directory)) return undefined
  const below = path.slice(directory === '/' ? 1 : directory.length + 1)
  return joinPath(directory, below.split('/', 1)[0] ?? below)
}
