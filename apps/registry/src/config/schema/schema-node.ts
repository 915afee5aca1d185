import type { z, ZodType } from 'zod'
import { fieldNotes } from './fields.ts'

/** A schema, seen as the place in a document that it describes. */
export type SchemaNode =
  | {
      readonly kind: 'section'
      readonly shape: Readonly<Record<string, ZodType>>
      readonly others: ZodType | undefined
    }
  | { readonly kind: 'map'; readonly value: ZodType }
  | { readonly kind: 'list'; readonly element: ZodType }
  /** Takes a scalar as it is written. */
  | { readonly kind: 'text' }
  /** Takes a scalar's value: a switch, a number, a duration. */
  | { readonly kind: 'scalar' }
  | { readonly kind: 'anything'; readonly schema: ZodType }

/** Looks through defaults and conversions to what is written in a document. */
export function schemaNode(schema: ZodType): SchemaNode {
  const definition = (schema as unknown as z.core.$ZodTypes)._zod.def
  switch (definition.type) {
    case 'prefault':
    case 'default':
    case 'optional':
      return schemaNode(definition.innerType as ZodType)
    case 'pipe':
      return schemaNode(definition.in as ZodType)
    case 'object':
      return {
        kind: 'section',
        shape: definition.shape as Readonly<Record<string, ZodType>>,
        // A strict object is one whose other keys are never right.
        others:
          definition.catchall?._zod.def.type === 'never' ? undefined : (definition.catchall as ZodType | undefined),
      }
    case 'record':
      return { kind: 'map', value: definition.valueType as ZodType }
    case 'array':
      return { kind: 'list', element: definition.element as ZodType }
    case 'union': {
      const first = definition.options.map((option) => schemaNode(option as ZodType))
      return first.find((node) => node.kind === 'list') ?? { kind: 'scalar' }
    }
    case 'string':
    case 'literal':
      return { kind: 'text' }
    case 'unknown':
      return { kind: 'anything', schema }
    default:
      return { kind: 'scalar' }
  }
}

/** The key of a section that `word`, in any case, stands for: its own name or the Go registry's. */
export function findKey(shape: Readonly<Record<string, ZodType>>, word: string): string | undefined {
  const wanted = word.toUpperCase()
  return Object.keys(shape).find((key) => {
    const schema = shape[key]
    return key.toUpperCase() === wanted || (schema !== undefined && fieldNotes.get(schema)?.goName === wanted)
  })
}
