import { isCatalogError } from '@moorage/catalog-core'
import { isDriverError } from '@moorage/driver-core'
import { ConfigurationError } from '../config/configuration-error.ts'
import { errorText } from '../logging/error-fields.ts'
import { maskText } from '../logging/mask-text.ts'

/** Why the registry does not start and what to do about it, for a terminal: no stack, no secret. */
export function startErrorText(error: unknown): string {
  if (error instanceof ConfigurationError) return configurationText(error)
  if (isDriverError(error)) return maskText(`the storage cannot be opened: ${errorText(error)}`)
  if (isCatalogError(error)) return maskText(`the catalog cannot be opened: ${errorText(error)}`)
  if (isSystemError(error)) return maskText(systemText(error))
  return maskText(errorText(error))
}

function configurationText(error: ConfigurationError): string {
  const lines = [...error.message.split('\n'), ...error.warnings]
  if (lines.length === 1) return error.message
  return ['the configuration cannot be used:', ...lines.map((line) => `  ${line}`)].join('\n')
}

interface SystemError extends NodeJS.ErrnoException {
  readonly address?: string
  readonly port?: number
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error
}

function systemText(error: SystemError): string {
  const isListening = error.syscall === 'listen'
  const place = error.port === undefined ? (error.address ?? '') : `port ${error.port}`
  switch (error.code) {
    case 'EADDRINUSE':
      return `${place} is in use by another program: stop that one, or choose another address with http.addr or REGISTRY_HTTP_ADDR, such as :5001`
    case 'EADDRNOTAVAIL':
      return `${error.address ?? 'the address'} is no address of this machine: change http.addr or REGISTRY_HTTP_ADDR, such as to :5000`
    case 'EACCES':
    case 'EPERM':
      if (!isListening) break
      return `${place} may not be listened at: choose a port of 1024 or more with http.addr or REGISTRY_HTTP_ADDR, or give this user the right`
    case 'ENOTFOUND':
      return `the host of http.addr is not known: ${error.message}`
    case 'ENOENT':
      return `there is no file ${error.path ?? ''}`
    default:
  }
  if (error.code === 'EACCES' && error.path !== undefined) return `no permission to use ${error.path}`
  return error.message
}
