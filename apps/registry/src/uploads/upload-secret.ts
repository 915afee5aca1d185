import { randomBytes } from 'node:crypto'
import type { StorageDriver } from '@moorage/driver-core'
import type { Logger } from 'pino'
import { getContentIfPresent } from '../storage/link.ts'

const secretPath = '/moorage/upload-secret'
const secretLength = 32

/**
 * What signs upload state: `http.secret`, else one that is made once and kept in the store, so that uploads survive a restart.
 */
export async function uploadSecret(
  configured: string | undefined,
  driver: StorageDriver,
  logger: Logger,
): Promise<Uint8Array> {
  if (configured !== undefined) return Buffer.from(configured)
  try {
    const known = await getContentIfPresent(driver, secretPath)
    if (known?.length === secretLength) return known
    await driver.putContent(secretPath, randomBytes(secretLength))
    // Another process may have been faster or slower: what lies there now is what all will use.
    return await driver.getContent(secretPath)
  } catch (error) {
    logger.warn(
      { err: error },
      'no http.secret is set and none can be kept in the store: uploads end with this process',
    )
    return randomBytes(secretLength)
  }
}
