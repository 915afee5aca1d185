import type { ZodType } from 'zod'
import type { Configuration } from './configuration.ts'
import { configurationSchema } from './schema/configuration-schema.ts'
import { fieldNotes } from './schema/fields.ts'
import { schemaNode } from './schema/schema-node.ts'

/** A sentence for each key of a valid document that changes nothing. */
export function ineffectiveKeys(document: unknown, configuration: Configuration): string[] {
  const { http, storage, validation } = configuration
  const warnings = keysWithoutEffect(document, configurationSchema, []).map((key) => `${key} has no effect`)
  if (http.relativeurls && http.host !== '') warnings.push('http.relativeurls has no effect: http.host is set')
  if (http.tls === undefined && isWritten(document, 'http', 'tls', 'minimumtls')) {
    warnings.push('http.tls has no effect: http.tls.certificate is not set')
  }
  if (http.net === 'unix' && http.tls !== undefined) warnings.push('http.tls has no effect: http.net is unix')
  if (http.debug.addr === '' && http.debug.prometheus.enabled) {
    warnings.push('http.debug.prometheus has no effect: http.debug.addr is not set')
  }
  if (storage.cache.blobdescriptor === undefined && isWritten(document, 'storage', 'cache', 'blobdescriptorsize')) {
    warnings.push('storage.cache.blobdescriptorsize has no effect: storage.cache.blobdescriptor is not set')
  }
  const { platforms, platformlist } = validation.manifests.indexes
  if (platforms !== 'list' && platformlist.length > 0) {
    warnings.push(`validation.manifests.indexes.platformlist has no effect: platforms is ${platforms}`)
  }
  return warnings
}

function keysWithoutEffect(value: unknown, schema: ZodType, path: readonly string[]): string[] {
  if (fieldNotes.get(schema)?.state === 'without effect') return [path.join('.')]
  const node = schemaNode(schema)
  if (node.kind !== 'section' || typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, entry]) => {
    const child = Object.hasOwn(node.shape, key) ? node.shape[key] : undefined
    return child === undefined || entry === null ? [] : keysWithoutEffect(entry, child, [...path, key])
  })
}

function isWritten(document: unknown, ...path: readonly string[]): boolean {
  let value = document
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false
    value = value[key as never]
  }
  return value !== null
}
