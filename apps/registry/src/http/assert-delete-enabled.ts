import { RegistryError } from '../errors/registry-error.ts'
import type { Exchange } from './exchange.ts'

/**
 * @param allowed methods that the end point has besides
 * @throws RegistryError UNSUPPORTED where the configuration does not allow deletion
 */
export function assertDeleteEnabled(exchange: Exchange, allowed = 'GET, HEAD, PUT'): void {
  if (exchange.services.configuration.storage.delete.enabled) return
  throw new RegistryError('UNSUPPORTED', {
    message: 'deletion is switched off; the configuration key storage.delete.enabled switches it on',
    headers: { Allow: allowed },
  })
}
