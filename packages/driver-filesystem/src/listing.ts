import type { Dirent, Stats } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import {
  comparePaths,
  DriverError,
  isPathComponent,
  joinPath,
  type ListOptions,
  type StorageEntry,
  type StoragePath,
} from '@moorage/driver-core'
import { throwIfAborted } from '@moorage/driver-core/kit'
import { driverName, errorCode, isMissing } from './error-mapping.ts'
import type { Gate } from './gate.ts'
import type { Root } from './root.ts'

/** Files whose size and time are asked for at the same time. */
const batchSize = 32

/** Told of each symbolic link that a listing comes across, and of the place where it leads. */
export type LinkObserver = (link: StoragePath, real: string) => void

/**
 * What a directory holds, in the order of names. Names that no storage path can have, and links that lead out of the root, are left out.
 * @param operations held while the disk is asked, not while the consumer works
 */
export async function* listDirectory(
  root: Root,
  operations: Gate,
  path: StoragePath,
  options: ListOptions = {},
  onLink: LinkObserver = () => undefined,
): AsyncGenerator<StorageEntry, void, void> {
  const { startAfter, signal } = options
  const found = await operations.pass(path, signal, async () => {
    await root.assertDirectoryInside(path)
    return readdir(root.locate(path), { withFileTypes: true })
  })
  const children: Child[] = []
  for (const entry of found) {
    if (!isPathComponent(entry.name)) continue
    const child = joinPath(path, entry.name)
    if (startAfter === undefined || comparePaths(child, startAfter) > 0) children.push({ path: child, entry })
  }
  children.sort((left, right) => comparePaths(left.path, right.path))
  for (let index = 0; index < children.length; index += batchSize) {
    const batch = children.slice(index, index + batchSize)
    const entries = await operations.pass(path, signal, () =>
      Promise.all(batch.map((child) => describe(root, child, onLink))),
    )
    for (const entry of entries) {
      throwIfAborted(driverName, path, signal)
      if (entry !== undefined) yield entry
    }
  }
}

/** @returns undefined for what is neither a file nor a directory */
export function toEntry(path: StoragePath, stats: Stats): StorageEntry | undefined {
  if (stats.isDirectory()) return { kind: 'directory', path }
  return stats.isFile() ? { kind: 'file', path, size: stats.size, modifiedAt: stats.mtime } : undefined
}

interface Child {
  readonly path: StoragePath
  readonly entry: Dirent
}

async function describe(root: Root, child: Child, onLink: LinkObserver): Promise<StorageEntry | undefined> {
  const { path, entry } = child
  if (entry.isDirectory()) return { kind: 'directory', path }
  try {
    if (entry.isSymbolicLink()) {
      const real = await root.realpath(path)
      if (!root.contains(real)) return undefined
      onLink(path, real)
    }
    return toEntry(path, await stat(root.locate(path)))
  } catch (error) {
    // Deleted meanwhile, or a link that leads nowhere.
    if (isMissing(error) || errorCode(error) === 'ELOOP') return undefined
    throw error
  }
}

/** The error for a path that holds something other than a file or directory. */
export function noFile(path: StoragePath): DriverError {
  return new DriverError({ code: 'PATH_NOT_FOUND', driver: driverName, path, message: 'no such file' })
}
