import type { ZodType } from 'zod'
import type { ConfigurationProblem } from '../configuration-error.ts'
import { nearestName } from '../nearest-name.ts'
import { parseYamlValue } from '../parse-yaml.ts'
import { PlainScalar } from '../plain-scalar.ts'
import { expandShorthand } from '../schema/expand-shorthand.ts'
import { findKey, type SchemaNode, schemaNode } from '../schema/schema-node.ts'
import type { EnvironmentVariable } from './environment-variable.ts'

type Tree = Readonly<Record<string, unknown>>

export interface AppliedEnvironment {
  readonly document: Tree
  /** Which variable set which key, by dotted key. */
  readonly origins: ReadonlyMap<string, string>
}

/** A variable on its way to the key that it names. */
interface Step {
  readonly variable: EnvironmentVariable
  /** Words of the name that are still to be matched. */
  readonly words: readonly string[]
  /** Keys matched so far. */
  readonly path: readonly string[]
  readonly found: (path: readonly string[]) => void
}

class NoEffect extends Error {}
class BadIndex extends Error {}

/** Lays variables over a document, by the Go registry's rules. Those that name no key become warnings. */
export function applyEnvironment(
  document: Tree,
  variables: readonly EnvironmentVariable[],
  schema: ZodType,
  problems: ConfigurationProblem[],
  warnings: string[],
): AppliedEnvironment {
  const origins = new Map<string, string>()
  let changed = document
  for (const variable of variables) {
    const found = (path: readonly string[]): Map<string, string> => origins.set(path.join('.'), variable.name)
    try {
      changed = overwrite(changed, schema, { variable, words: variable.words, path: [], found }) as Tree
    } catch (error) {
      if (error instanceof NoEffect) warnings.push(`${variable.name} has no effect: ${error.message}`)
      else if (error instanceof BadIndex) problems.push({ path: variable.name, message: error.message })
      else throw error
    }
  }
  return { document: changed, origins }
}

/** The value at one place of the document, with the variable applied: nothing is changed before the whole name is matched. */
function overwrite(current: unknown, schema: ZodType, step: Step): unknown {
  const node = schemaNode(schema)
  if (step.words.length === 0) {
    step.found(step.path)
    return expandShorthand(valueOf(step.variable, node), schema)
  }
  switch (node.kind) {
    case 'section':
      return overwriteSection(asTree(current), node, step)
    case 'map':
      return overwriteMap(asTree(current), node.value, step)
    case 'list':
      return overwriteList(current, node.element, step)
    case 'anything':
      return Array.isArray(current) ? overwriteList(current, schema, step) : overwriteMap(asTree(current), schema, step)
    default:
      throw new NoEffect(`${step.path.join('.')} has no keys of its own`)
  }
}

function overwriteSection(current: Tree, node: SchemaNode & { kind: 'section' }, step: Step): unknown {
  const [word = ''] = step.words
  const key = findKey(node.shape, word)
  const schema = key === undefined ? undefined : node.shape[key]
  if (key !== undefined && schema !== undefined) return overwriteKey(current, key, schema, step)
  if (node.others !== undefined) return overwriteMap(current, node.others, step)
  const near = nearestName(word, Object.keys(node.shape))
  const hint = near === undefined ? '' : `; did you mean ${variableName([...step.path, near])}?`
  throw new NoEffect(`there is no key ${[...step.path, word.toLowerCase()].join('.')}${hint}`)
}

function overwriteMap(current: Tree, schema: ZodType, step: Step): unknown {
  const wanted = (step.words[0] ?? '').toLowerCase()
  const key = Object.keys(current).find((existing) => existing.toLowerCase() === wanted) ?? wanted
  if (key === '') throw new NoEffect('a part of its name is empty')
  return overwriteKey(current, key, schema, step)
}

function overwriteKey(current: Tree, key: string, schema: ZodType, step: Step): Tree {
  const existing = Object.hasOwn(current, key) ? current[key] : undefined
  const value = overwrite(existing, schema, { ...step, words: step.words.slice(1), path: [...step.path, key] })
  return { ...current, [key]: value }
}

function overwriteList(current: unknown, element: ZodType, step: Step): unknown {
  const list: readonly unknown[] = Array.isArray(current) ? current : isAbsent(current) ? [] : [current]
  const [word = ''] = step.words
  const index = Number(word)
  if (!/^\d+$/.test(word) || index > list.length) {
    throw new BadIndex(
      `${step.path.join('.')} has ${list.length} items; expected a position from 0 to ${list.length} in place of ${word}`,
    )
  }
  const value = overwrite(list[index], element, { ...step, words: step.words.slice(1), path: [...step.path, word] })
  return index === list.length ? [...list, value] : list.with(index, value)
}

function valueOf(variable: EnvironmentVariable, node: SchemaNode): unknown {
  const { text, isFromFile } = variable
  const takesText = node.kind === 'text' || node.kind === 'anything'
  if (isFromFile && takesText) return text
  const value = parseYamlValue(text)
  const isScalar = value instanceof PlainScalar || typeof value !== 'object'
  if (node.kind !== 'text' || isScalar || text.trim() === '') return value
  return text
}

function asTree(value: unknown): Tree {
  const isTree = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PlainScalar)
  return isTree ? (value as Tree) : {}
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

/** The name of the variable that sets a key. */
export function variableName(path: readonly string[]): string {
  return `REGISTRY_${path.join('_').toUpperCase()}`
}
