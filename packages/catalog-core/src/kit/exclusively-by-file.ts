import { statSync } from 'node:fs'
import type { ExclusiveOptions } from '../catalog.ts'
import { CatalogError } from '../catalog-error.ts'
import type { CatalogLife } from './catalog-life.ts'
import type { FileLock } from './file-lock.ts'

/** How often the lock is looked after. */
const watchMs = 1000

/**
 * Does `work` while it has the lock: `exclusively` of a catalog whose processes share a disk.
 * Its signal is given when the catalog is closed, or the lock's file is deleted or replaced: another process can have
 * the new one then.
 */
export async function exclusivelyByFile<Result>(
  lock: FileLock,
  life: CatalogLife,
  work: (signal: AbortSignal) => Promise<Result>,
  options: ExclusiveOptions,
): Promise<Result> {
  const held = await lock.take(options)
  const lost = new AbortController()
  const identity = identityOf(lock.path)
  const watch = setInterval(() => {
    if (identityOf(lock.path) === identity) return
    clearInterval(watch)
    const message = `the turn was lost: ${lock.path} was deleted or replaced, which must not be done while in use`
    lost.abort(new CatalogError({ code: 'BUSY', catalog: life.catalog, message }))
  }, watchMs)
  watch.unref()
  try {
    return await work(AbortSignal.any([life.ended, lost.signal]))
  } finally {
    clearInterval(watch)
    held[Symbol.dispose]()
  }
}

function identityOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? 'none' : `${found.dev}:${found.ino}`
}
