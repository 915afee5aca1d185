import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { errorCode, isMissing } from './error-mapping.ts'
import type { Awaitable, FileCalls } from './file-calls.ts'

/*
 * The unfinished bytes of a path lie beside it: any process finds them by the path alone.
 * `~` is outside the letters of storage paths, so no path can name them.
 *
 * A writer first claims the bytes by renaming them to a name of its own: of two processes one wins, and no two
 * ever write to the same file. A writer that is closed gives them the common name back.
 */

/** Bytes that no writer is at work on. */
export function partialName(file: string): string {
  return `${file}~partial`
}

/** A name under which one writer alone works. */
export function claimName(file: string): string {
  return `${file}~open-${randomUUID()}`
}

/** A name for a copy that is not complete yet: nobody goes on from it when its process dies. */
export function copyName(file: string): string {
  return `${file}~copy-${randomUUID()}`
}

/** Files that writers work on, or that died with their process. */
export async function claimedFiles(file: string): Promise<string[]> {
  return namesBeside(file, '~open-')
}

async function namesBeside(file: string, ...endings: readonly string[]): Promise<string[]> {
  const directory = dirname(file)
  const prefixes = endings.map((ending) => basename(file) + ending)
  try {
    const names = await readdir(directory)
    return names
      .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)))
      .map((name) => `${directory}/${name}`)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** Deletes all unfinished bytes of a path; a writer that is at work notices it when it ends. @returns whether there were any */
export async function deleteUnfinished(calls: FileCalls, file: string): Promise<boolean> {
  const files = [partialName(file), ...(await namesBeside(file, '~open-', '~copy-'))]
  const deleted = await Promise.all(files.map((each) => unlinkIfPresent(calls, each)))
  return deleted.includes(true)
}

/** @returns whether `file` was there to be deleted */
export async function unlinkIfPresent(calls: FileCalls, file: string): Promise<boolean> {
  return unlessMissing(() => calls.unlink(file))
}

/** @returns whether `file` was there to be renamed */
export async function renameIfPresent(calls: FileCalls, file: string, target: string): Promise<boolean> {
  return unlessMissing(() => calls.rename(file, target))
}

async function unlessMissing(change: () => Awaitable<void>): Promise<boolean> {
  try {
    await change()
    return true
  } catch (error) {
    // Nothing can have a name that is too long.
    if (isMissing(error) || errorCode(error) === 'ENAMETOOLONG') return false
    throw error
  }
}
