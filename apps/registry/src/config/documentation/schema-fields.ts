import type { ZodType } from 'zod'
import { variableName } from '../environment/apply-environment.ts'
import { type FieldNotes, fieldNotes } from '../schema/fields.ts'
import { schemaNode } from '../schema/schema-node.ts'

/** A key of the format, with all that a reader wants to know. */
export interface SchemaField {
  readonly path: readonly string[]
  /** Name of the environment variable that sets it. */
  readonly variable: string
  readonly notes: FieldNotes
  readonly isSection: boolean
}

/** Every key of a section and of the sections in it, in the order of the schema. */
export function schemaFields(schema: ZodType, path: readonly string[] = []): SchemaField[] {
  const node = schemaNode(schema)
  if (node.kind !== 'section') return []
  return Object.entries(node.shape).flatMap(([key, child]) => {
    const notes = fieldNotes.get(child)
    const childPath = [...path, key]
    if (notes === undefined) throw new Error(`the key ${childPath.join('.')} has no notes`)
    const isSection = schemaNode(child).kind === 'section'
    return [{ path: childPath, variable: variableName(childPath), notes, isSection }, ...schemaFields(child, childPath)]
  })
}
