import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import {
  comparePaths,
  DriverError,
  joinPath,
  type ListOptions,
  type StorageEntry,
  type StoragePath,
} from '@moorage/driver-core'
import { throwIfAborted } from '@moorage/driver-core/kit'
import type { DirectoryName, DirectoryNames } from './directory-names.ts'
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
  directories: DirectoryNames,
  operations: Gate,
  path: StoragePath,
  options: ListOptions = {},
  onLink: LinkObserver = () => undefined,
): AsyncGenerator<StorageEntry, void, void> {
  const { startAfter, signal } = options
  const names = await operations.pass(path, signal, async () => {
    await root.assertDirectoryInside(path)
    return directories.read(path)
  })
  const start = startAfter === undefined ? 0 : firstBehind(path, names, startAfter)
  for (let index = start; index < names.length; index += batchSize) {
    const batch = names.slice(index, index + batchSize)
    const entries = await describeAll(root, operations, path, batch, signal, onLink)
    for (const entry of entries) {
      throwIfAborted(driverName, path, signal)
      if (entry !== undefined) yield entry
    }
  }
}

/** Index of the first name whose path comes after `startAfter`. */
function firstBehind(path: StoragePath, names: readonly DirectoryName[], startAfter: StoragePath): number {
  let [low, high] = [0, names.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (comparePaths(joinPath(path, names[middle]?.name ?? ''), startAfter) > 0) high = middle
    else low = middle + 1
  }
  return low
}

async function describeAll(
  root: Root,
  operations: Gate,
  path: StoragePath,
  names: readonly DirectoryName[],
  signal: AbortSignal | undefined,
  onLink: LinkObserver,
): Promise<(StorageEntry | undefined)[]> {
  const describeEach = (): Promise<(StorageEntry | undefined)[]> =>
    Promise.all(names.map((entry) => describe(root, joinPath(path, entry.name), entry.kind, onLink)))
  const isKnown = names.every(({ kind }) => kind === 'directory')
  return isKnown ? describeEach() : operations.pass(path, signal, describeEach)
}

/** @returns undefined for what is neither a file nor a directory */
export function toEntry(path: StoragePath, stats: Stats): StorageEntry | undefined {
  if (stats.isDirectory()) return { kind: 'directory', path }
  return stats.isFile() ? { kind: 'file', path, size: stats.size, modifiedAt: stats.mtime } : undefined
}

async function describe(
  root: Root,
  path: StoragePath,
  kind: DirectoryName['kind'],
  onLink: LinkObserver,
): Promise<StorageEntry | undefined> {
  if (kind === 'directory') return { kind, path }
  try {
    if (kind === 'link') {
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
