import type { ZodType } from 'zod'
import type { ConfigurationProblem } from '../configuration-error.ts'
import { readSmallFile } from '../read-small-file.ts'
import { findKey, type SchemaNode, schemaNode } from '../schema/schema-node.ts'
import { isServiceLink } from './kubernetes-service-link.ts'

/** A variable that overrides a key. */
export interface EnvironmentVariable {
  readonly name: string
  /** The words of its name behind `REGISTRY_`. */
  readonly words: readonly string[]
  readonly text: string
  /** The text comes from a file: it is no YAML where the key takes text. */
  readonly isFromFile: boolean
}

const prefix = 'REGISTRY_'

/** Says where the configuration is, and nothing about it. */
export const configurationPathVariable = 'REGISTRY_CONFIGURATION_PATH'

/**
 * The overriding variables, ordered by name, so that a section is replaced before its keys are set.
 * `REGISTRY_X_FILE` stands for `REGISTRY_X` with the content of the file that it names, unless there is a key `x.file`.
 */
export async function readEnvironmentVariables(
  environment: Readonly<Record<string, string | undefined>>,
  schema: ZodType,
  problems: ConfigurationProblem[],
  warnings: string[],
): Promise<EnvironmentVariable[]> {
  const variables = new Map<string, EnvironmentVariable>()
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !name.startsWith(prefix) || name === configurationPathVariable) continue
    if (isServiceLink(name, value)) {
      warnings.push(`${name} has no effect: it looks like what Kubernetes sets for a Service`)
      continue
    }
    const isFromFile = isFileReference(wordsOf(name), schema)
    const target = isFromFile ? name.slice(0, -'_FILE'.length) : name
    const other = variables.get(target)
    if (other !== undefined) {
      const names = [name, other.name].toSorted().join(' and ')
      problems.push({ path: '', message: `${names} are both set; expected one of them` })
      continue
    }
    const text = isFromFile ? await readReference(name, value, problems) : value
    variables.set(target, { name, words: wordsOf(target), text, isFromFile })
  }
  return [...variables.entries()].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, variable]) => variable)
}

function wordsOf(name: string): string[] {
  return name.slice(prefix.length).split('_')
}

function isFileReference(words: readonly string[], schema: ZodType): boolean {
  if (words.length < 2 || words.at(-1) !== 'FILE') return false
  let node: SchemaNode = schemaNode(schema)
  for (const word of words.slice(0, -1)) {
    const next = nextSchema(node, word)
    if (next === undefined) return false
    node = schemaNode(next)
  }
  if (node.kind === 'section') return node.others === undefined && findKey(node.shape, 'FILE') === undefined
  return node.kind !== 'map'
}

function nextSchema(node: SchemaNode, word: string): ZodType | undefined {
  switch (node.kind) {
    case 'section': {
      const key = findKey(node.shape, word)
      return key === undefined ? node.others : node.shape[key]
    }
    case 'map':
      return node.value
    case 'list':
      return node.element
    case 'anything':
      return node.schema
    default:
      return undefined
  }
}

async function readReference(name: string, path: string, problems: ConfigurationProblem[]): Promise<string> {
  try {
    return (await readSmallFile(path)).trim()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    problems.push({ path: name, message: `the file cannot be read: ${reason}` })
    return ''
  }
}
