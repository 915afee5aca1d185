import { randomUUID } from 'node:crypto'
import type { Dirent } from 'node:fs'
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

/** What is there of a file: itself, and its unfinished bytes. */
export interface FoundFiles {
  /** Whatever has the file's own name. */
  readonly committed: Dirent | undefined
  readonly hasPartial: boolean
  /** Files that writers work on, or that died with their process. */
  readonly claimed: readonly string[]
  /** Copies that are not complete. */
  readonly copies: readonly string[]
}

/** Looks for all of it at once: to ask for each name costs more where most are missing. */
export async function findFiles(calls: FileCalls, file: string): Promise<FoundFiles> {
  const entries = await calls.entries(dirname(file))
  const name = basename(file)
  const startingWith = (prefix: string): string[] =>
    entries.filter((entry) => entry.name.startsWith(prefix)).map((entry) => `${dirname(file)}/${entry.name}`)
  return {
    committed: entries.find((entry) => entry.name === name),
    hasPartial: entries.some((entry) => entry.name === partialName(name)),
    claimed: startingWith(`${name}~open-`),
    copies: startingWith(`${name}~copy-`),
  }
}

/** Deletes all unfinished bytes of a path; a writer that is at work notices it when it ends. @returns whether there were any */
export async function deleteUnfinished(calls: FileCalls, file: string): Promise<boolean> {
  const { hasPartial, claimed, copies } = await findFiles(calls, file)
  const files = [...(hasPartial ? [partialName(file)] : []), ...claimed, ...copies]
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
