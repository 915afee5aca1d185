import {
  type DeleteOptions,
  isDriverError,
  type OperationOptions,
  type StatOptions,
  type StorageDriver,
  type StoragePath,
} from '@moorage/driver-core'
import { type Digest, isDigest } from '../names/digest.ts'

/** The digest that a link names; undefined where there is none, or only the empty rest of a crash. */
export async function readLink(
  driver: StorageDriver,
  path: StoragePath,
  options?: OperationOptions,
): Promise<Digest | undefined> {
  const content = await getContentIfPresent(driver, path, options)
  if (content === undefined) return undefined
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1')
  return isDigest(text) ? text : undefined
}

export async function getContentIfPresent(
  driver: StorageDriver,
  path: StoragePath,
  options?: OperationOptions,
): Promise<Uint8Array | undefined> {
  try {
    return await driver.getContent(path, options)
  } catch (error) {
    if (isDriverError(error, 'PATH_NOT_FOUND')) return undefined
    throw error
  }
}

/** Whether anything is stored at a path. */
export async function isPresent(driver: StorageDriver, path: StoragePath, options?: StatOptions): Promise<boolean> {
  try {
    await driver.stat(path, options)
    return true
  } catch (error) {
    if (isDriverError(error, 'PATH_NOT_FOUND')) return false
    throw error
  }
}

/** Deletes what is there. @returns whether anything was */
export async function deleteIfPresent(
  driver: StorageDriver,
  path: StoragePath,
  options?: DeleteOptions,
): Promise<boolean> {
  try {
    await driver.delete(path, options)
    return true
  } catch (error) {
    if (isDriverError(error, 'PATH_NOT_FOUND')) return false
    throw error
  }
}
