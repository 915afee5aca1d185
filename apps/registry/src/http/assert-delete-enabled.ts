import { RegistryError } from '../errors/registry-error.ts'
import type { Exchange } from './exchange.ts'

/** @throws RegistryError UNSUPPORTED where the configuration does not allow deletion */
export function assertDeleteEnabled(exchange: Exchange): void {
  if (exchange.services.configuration.storage.delete.enabled) return
  throw new RegistryError('UNSUPPORTED', {
    message: 'deletion is switched off; the configuration key storage.delete.enabled switches it on',
    headers: { Allow: 'GET, HEAD, PUT' },
  })
}
