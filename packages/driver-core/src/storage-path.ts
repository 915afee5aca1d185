/**
 * An absolute, normalised path inside a store, such as `/docker/registry/v2/blobs`.
 * Components are of `A-Z a-z 0-9 . _ -`, never `.` or `..`; there is no trailing slash. `/` alone is the root.
 */
export type StoragePath = string

const pathPattern = /^(?:\/[A-Za-z0-9._-]+)+$/

/** Whether `path` names an entry below the root: a legal path other than `/`. */
export function isStoragePath(path: string): boolean {
  return pathPattern.test(path) && !/\/\.{1,2}(?:\/|$)/.test(path)
}

/** Whether `name` may stand as one component of a path. */
export function isPathComponent(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name) && name !== '.' && name !== '..'
}

/** Joins components to a directory: `joinPath('/a', 'b', 'c')` is `/a/b/c`, `joinPath('/', 'a')` is `/a`. */
export function joinPath(directory: StoragePath, ...components: readonly string[]): StoragePath {
  const base = directory === '/' ? '' : directory
  return components.length === 0 ? directory : `${base}/${components.join('/')}`
}

/** The directory that holds `path`: `/` for `/a`, `/a` for `/a/b`. */
export function parentPath(path: StoragePath): StoragePath {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

/** The last component: `b` for `/a/b`; the empty string for `/`. */
export function baseName(path: StoragePath): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Whether `path` is `directory` itself or lies below it. `/ab` is not within `/a`. */
export function isWithin(path: StoragePath, directory: StoragePath): boolean {
  return directory === '/' || path === directory || path.startsWith(`${directory}/`)
}

/**
 * Orders paths by component, each component by its bytes: `/a` `/a/b` `/a-b` `/a.b` `/ab`.
 * Plain text order would put `/a-b` before `/a/b`, because `-` and `.` sort before `/`.
 */
export function comparePaths(left: StoragePath, right: StoragePath): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a === b) continue
    if (a === slash) return -1
    if (b === slash) return 1
    return a - b
  }
  return left.length - right.length
}

const slash = 0x2f
