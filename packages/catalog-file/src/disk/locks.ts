import { type CatalogLife, FileLock } from '@moorage/catalog-core/kit'

/** The lock of those who change the list, for one write. */
export function changeLock(life: CatalogLife, path: string): FileLock {
  return new FileLock(life, { path: `${path}.lock`, like: path })
}

/** The lock of those who work exclusively, for as long as they do; names are recorded meanwhile. */
export function turnLock(life: CatalogLife, path: string): FileLock {
  return new FileLock(life, { path: `${path}.turn`, like: path })
}
