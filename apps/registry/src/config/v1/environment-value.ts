import { parseYamlValue } from '../parse-yaml.ts'
import { PlainScalar } from '../plain-scalar.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** A setting's value, and the variable that it was taken from. */
export type SettingValue =
  | { readonly state: 'found'; readonly value: unknown; readonly variable: string | undefined }
  /** It names a variable that is not set, and no default. */
  | { readonly state: 'unset'; readonly variable: string }
  | { readonly state: 'malformed' }

const pattern = /^_env:([A-Za-z_]\w*)(?::(.*))?$/s

/** Replaces `_env:NAME` and `_env:NAME:default` by what the variable or the default says; both are YAML, as in v1. */
export function environmentValue(value: unknown, environment: Environment): SettingValue {
  if (typeof value !== 'string' || !value.startsWith('_env:')) return { state: 'found', value, variable: undefined }
  const match = pattern.exec(value)
  if (match === null) return { state: 'malformed' }
  const [, variable = '', fallback] = match
  const text = environment[variable] ?? fallback
  if (text === undefined) return { state: 'unset', variable }
  const isSet = environment[variable] !== undefined
  return { state: 'found', value: scalarOf(text), variable: isSet ? variable : undefined }
}

/** A secret may begin with a bracket and even be YAML by chance: only scalars are taken for more than text. */
function scalarOf(text: string): unknown {
  const value = parseYamlValue(text)
  return typeof value === 'object' && value !== null && !(value instanceof PlainScalar) ? text : value
}
