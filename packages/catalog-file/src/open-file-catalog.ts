import type { Stats } from 'node:fs'
import { access, constants, realpath, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Catalog, type CatalogContext, isCatalogError } from '@moorage/catalog-core'
import { CatalogLife } from '@moorage/catalog-core/kit'
import { catalogName } from './catalog-name.ts'
import { changeLock } from './disk/locks.ts'
import { temporaryPath } from './disk/replace-file.ts'
import { configurationError, errorCode, toCatalogError } from './errors.ts'
import { FileCatalog } from './file-catalog.ts'
import type { FileOptions } from './options.ts'

/**
 * Opens the list, which must exist.
 * @throws CatalogError `CONFIG_INVALID` or `ACCESS_DENIED`; what may pass, such as a full disk, is a warning
 */
export async function openFileCatalog(options: FileOptions, context: CatalogContext): Promise<Catalog> {
  const path = await findList(resolve(options.path))
  const life = new CatalogLife(catalogName)
  const catalog = new FileCatalog(life, path, context)
  try {
    await removeLeftOver(life, path)
    // Reads the list, and tells of lines that are no names.
    await catalog.list({ limit: 1 })
  } catch (error) {
    if (isCatalogError(error, 'CONFIG_INVALID', 'ACCESS_DENIED')) throw error
    context.warn?.(error instanceof Error ? error.message : String(error))
  }
  return catalog
}

/** @returns its path without symbolic links */
async function findList(path: string): Promise<string> {
  let real: string
  let found: Stats
  try {
    real = await realpath(path)
    found = await stat(real)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw toCatalogError(error, path)
    throw configurationError(`path ${path}: the list of repositories is missing; make it: touch ${path}`, error)
  }
  if (found.isDirectory()) {
    throw configurationError(`path ${path} is a folder: give the path of a file, such as ${path}/repositories`)
  }
  if (!found.isFile()) throw configurationError(`path ${path} is no ordinary file`)
  try {
    await access(real, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw toCatalogError(error, path)
  }
  return real
}

/** Removes what a crash left while the list was written again. Also finds out whether the lock can be had at all. */
async function removeLeftOver(life: CatalogLife, path: string): Promise<void> {
  const held = changeLock(life, path).tryTake()
  // Then another process is at work, and what is there may be its.
  if (held === undefined) return
  try {
    await rm(temporaryPath(path), { force: true })
  } catch (error) {
    throw toCatalogError(error, temporaryPath(path))
  } finally {
    held[Symbol.dispose]()
  }
}
