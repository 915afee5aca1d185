import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from '../errors.ts'
import { type FileStamp, stampOf } from './file-stamp.ts'
import { writeAll } from './write-all.ts'

/**
 * What says that a file cannot be replaced by another of the same owner: no right to write to its folder, or to give
 * files away, and a file that is a mount of its own, as a container's may be.
 */
const obstacles: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV'])

/** The file's next content while it is written; one process writes it at a time. */
export function temporaryPath(path: string): string {
  return `${path}.new`
}

/**
 * Puts another file in the place of `path`, with its owner and mode, and flushes it: a reader finds the one or the
 * other. To be called with the lock.
 * @returns the new file's stamp, or the obstacle when the file cannot be replaced
 */
export async function replaceFile(
  path: string,
  content: string,
): Promise<{ readonly stamp: FileStamp } | { readonly obstacle: string }> {
  const temporary = temporaryPath(path)
  try {
    await rm(temporary, { force: true })
    await using folder = await open(dirname(path), 'r')
    await using handle = await open(temporary, 'wx', 0o600)
    await fill(handle, path, content)
    await rename(temporary, path)
    await folder.sync()
    return { stamp: stampOf(await handle.stat({ bigint: true })) }
  } catch (error) {
    // Gone already when it has its place; elsewhere it is removed at the next start.
    await rm(temporary, { force: true }).catch(() => undefined)
    const code = errorCode(error)
    if (code !== undefined && obstacles.has(code)) return { obstacle: code }
    throw error
  }
}

async function fill(handle: FileHandle, path: string, content: string): Promise<void> {
  const { mode, uid, gid, mtimeMs } = await stat(path)
  await handle.chown(uid, gid)
  await handle.chmod(mode & 0o7777)
  await writeAll(handle, Buffer.from(content), 0)
  // Later than that of the file before, which may have had the same number and length.
  const changedAt = new Date(Math.max(Date.now(), Math.floor(mtimeMs) + 1))
  await handle.utimes(changedAt, changedAt)
  await handle.sync()
}
