import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { configurationError, toCatalogError } from './errors.ts'

/**
 * Finds out what SQLite does not tell apart, before it opens the file.
 * @throws CatalogError `CONFIG_INVALID` or `ACCESS_DENIED` when there can be no database at `path`
 */
export async function checkPath(path: string): Promise<void> {
  const folder = dirname(path)
  const place = await look(folder)
  if (place === undefined) {
    throw configurationError(`path ${path}: the folder ${folder} is missing; make it: mkdir -p ${folder}`)
  }
  if (!place.isDirectory()) throw configurationError(`path ${path}: ${folder} is no folder`)
  const found = await look(path)
  if (found?.isDirectory() === true) {
    throw configurationError(`path ${path} is a folder: give the path of a file, such as ${path}/catalog.sqlite`)
  }
  if (found?.isFile() === false) throw configurationError(`path ${path} is no ordinary file`)
  // SQLite keeps its log and its index beside the database.
  await check(folder, constants.W_OK | constants.X_OK)
  if (found !== undefined) await check(path, constants.R_OK | constants.W_OK)
}

async function look(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw toCatalogError(error, path)
  }
}

async function check(path: string, mode: number): Promise<void> {
  try {
    await access(path, mode)
  } catch (error) {
    throw toCatalogError(error, path)
  }
}
