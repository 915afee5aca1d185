import type { z, ZodType } from 'zod'
import type { ConfigurationProblem } from './configuration-error.ts'
import { isSecretName, mask } from './mask-secrets.ts'
import { nearestName } from './nearest-name.ts'
import { schemaNode } from './schema/schema-node.ts'
import { maskText } from '../logging/mask-text.ts'

/** Words each finding of the schema for the one who wrote the document. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  document: unknown,
  schema: ZodType,
  origins: ReadonlyMap<string, string>,
): ConfigurationProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String)
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, key].join('.'),
        message: `is no known key${suggestion(path, key, schema)}${originOf([...path, key], origins)}`,
      }))
    }
    const isWhole = issue.code === 'custom' && issue.params?.['whole'] === true
    const shown = isWhole ? '' : `, not ${shownValue(path, document)}`
    return [{ path: path.join('.'), message: `${expectation(issue)}${shown}${originOf(path, origins)}` }]
  })
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_type') return issue.message
  const expected: Readonly<Record<string, string>> = {
    object: 'expected a section of keys and values',
    record: 'expected a section of keys and values',
    array: 'expected a list',
    boolean: 'expected true or false',
    string: 'expected text',
  }
  return expected[issue.expected] ?? issue.message
}

function suggestion(path: readonly string[], key: string, schema: ZodType): string {
  const near = nearestName(key, knownKeys(path, schema))
  const meant = near === undefined ? keysNamed(key, schema, [])[0] : [...path, near].join('.')
  return meant === undefined ? '' : `; did you mean ${meant}?`
}

function knownKeys(path: readonly string[], schema: ZodType): string[] {
  let node = schemaNode(schema)
  for (const key of path) {
    const next = node.kind === 'section' ? node.shape[key] : node.kind === 'list' ? node.element : undefined
    if (next === undefined) return []
    node = schemaNode(next)
  }
  return node.kind === 'section' ? Object.keys(node.shape) : []
}

/** Keys of this very name in any section: a key is often right and stands in the wrong place. */
function keysNamed(key: string, schema: ZodType, path: readonly string[]): string[] {
  const node = schemaNode(schema)
  if (node.kind !== 'section') return []
  return Object.entries(node.shape).flatMap(([name, child]) => [
    ...(name === key.toLowerCase() ? [[...path, name].join('.')] : []),
    ...keysNamed(key, child, [...path, name]),
  ])
}

function shownValue(path: readonly string[], document: unknown): string {
  let value = document
  for (const key of path) {
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? value[key as never] : undefined
  }
  if (value === undefined) return 'nothing'
  if (path.some(isSecretName)) return mask
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a section'
  const text = typeof value === 'string' ? JSON.stringify(maskText(value)) : JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

function originOf(path: readonly string[], origins: ReadonlyMap<string, string>): string {
  const key = path.join('.')
  const names = [...origins].filter(([set]) => set === key || set.startsWith(`${key}.`)).map(([, name]) => name)
  if (names.length === 0) {
    const above = path.map((_, index) => origins.get(path.slice(0, index).join('.')))
    names.push(...above.filter((name) => name !== undefined).slice(-1))
  }
  return names.length === 0 || path.length === 0 ? '' : ` (set by ${names.join(', ')})`
}
