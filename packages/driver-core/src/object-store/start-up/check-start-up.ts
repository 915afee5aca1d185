import type { OperationOptions } from '../../operation-options.ts'
import { ObjectKeys } from '../object-keys.ts'
import type { ObjectStoreClient } from '../object-store-client.ts'

/**
 * Whether the store answers, and takes these credentials: a list of one key below the root. It needs no rights beyond those of serving.
 * @throws DriverError what the client makes of it; a sentence for operators is the driver's business
 */
export async function checkStartUp(
  client: ObjectStoreClient,
  rootDirectory: string,
  options: OperationOptions = {},
): Promise<void> {
  await client.list({ prefix: new ObjectKeys(rootDirectory).prefixOf('/'), limit: 1, signal: options.signal })
}
