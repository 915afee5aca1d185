import type { ZodType } from 'zod'
import { fieldNotes } from './fields.ts'

/** `storage: filesystem` is short for `storage: {filesystem: {}}`, and a driver without a value has no parameters. */
export function expandShorthand(value: unknown, schema: ZodType): unknown {
  if (fieldNotes.get(schema)?.shorthand !== true) return value
  if (typeof value === 'string' && value !== '') return { [value]: {} }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, entry ?? {}]))
}
