import { isSecretName, mask } from '../config/mask-secrets.ts'
import { errorFields } from './error-fields.ts'

/** Deep enough for what is logged; it also ends circles. */
const mostLevels = 5

/** The fields of a line: secrets masked by name, errors as text. */
export function safeFields(fields: Record<string, unknown>): Record<string, unknown> {
  const safe: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue
    if (value instanceof Error) Object.assign(safe, errorFields(key === 'err' ? 'error' : key, value))
    else safe[key] = safeValue(key, value, mostLevels)
  }
  return safe
}

function safeValue(key: string, value: unknown, levels: number): unknown {
  if (isSecretName(key)) return mask
  if (value instanceof URL) return value.href
  if (value instanceof Error) return value.message
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value
  if (levels === 0) return '…'
  if (Array.isArray(value)) return value.map((entry) => safeValue(key, entry, levels - 1))
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, safeValue(name, entry, levels - 1)]))
}
