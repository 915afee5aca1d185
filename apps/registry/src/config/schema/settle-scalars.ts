import type { ZodType } from 'zod'
import type { ConfigurationProblem } from '../configuration-error.ts'
import { PlainScalar, untypedValue } from '../plain-scalar.ts'
import { type SchemaNode, schemaNode } from './schema-node.ts'

/** Names that mean something to JavaScript's objects. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Gives each scalar of a document the type that its key asks for, and drops keys without a value, as Go does.
 * @returns plain objects, arrays, text, booleans and numbers
 */
export function settleScalars(
  value: unknown,
  schema: ZodType,
  problems: ConfigurationProblem[],
  path: readonly string[] = [],
): unknown {
  const node = schemaNode(schema)
  if (value instanceof PlainScalar) return settle(value, node)
  if (Array.isArray(value)) {
    const element = node.kind === 'list' ? node.element : schema
    return value.map((entry, index) => settleScalars(entry, element, problems, [...path, String(index)]))
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([key, entry]) => {
      const isForbidden = forbiddenKeys.has(key)
      if (isForbidden) problems.push({ path: [...path, key].join('.'), message: 'is no name for a key' })
      return !isForbidden && entry !== null && entry !== undefined
    })
    return Object.fromEntries(
      entries.map(([key, entry]) => [
        key,
        settleScalars(entry, childSchema(node, key) ?? schema, problems, [...path, key]),
      ]),
    )
  }
  return isText(node) && (typeof value === 'number' || typeof value === 'boolean') ? String(value) : value
}

function settle(scalar: PlainScalar, node: SchemaNode): unknown {
  if (isText(node)) return scalar.source
  return node.kind === 'scalar' ? (Number.isNaN(scalar.value) ? scalar.source : scalar.value) : untypedValue(scalar)
}

/** A single text may stand for a list of one. */
function isText(node: SchemaNode): boolean {
  return node.kind === 'text' || (node.kind === 'list' && schemaNode(node.element).kind === 'text')
}

function childSchema(node: SchemaNode, key: string): ZodType | undefined {
  if (node.kind === 'map') return node.value
  return node.kind === 'section' ? (node.shape[key] ?? node.others) : undefined
}
