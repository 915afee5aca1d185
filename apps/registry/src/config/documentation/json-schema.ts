import { z, type ZodType } from 'zod'
import { configurationSchema } from '../schema/configuration-schema.ts'
import { type FieldNotes, fieldNotes } from '../schema/fields.ts'

type JsonSchema = z.core.JSONSchema.BaseSchema

/** The text of configuration.schema.json: what a file may hold, for editors. */
export function jsonSchemaText(): string {
  const schema = z.toJSONSchema(configurationSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => adapt(zodSchema, jsonSchema),
  })
  const document = { ...schema, title: 'Configuration of the Moorage registry', required: ['version'] }
  return `${JSON.stringify(document, null, 2).replaceAll(scalarList, onOneLine)}\n`
}

/** The repository's formatter writes short lists on one line. */
const scalarList = /\[\s+([^[\]{}]+?)\s+\]/g

function onOneLine(_: string, items: string): string {
  return `[${items.replaceAll(/,\s+/g, ', ')}]`
}

function adapt(zodSchema: z.core.$ZodTypes, jsonSchema: JsonSchema): void {
  const notes = fieldNotes.get(zodSchema as unknown as ZodType)
  if (notes === undefined) return
  if (notes.choices !== undefined) replace(jsonSchema, choiceSchema(notes))
  if (notes.shorthand === true) replace(jsonSchema, shorthandSchema(jsonSchema))
  if (notes.state === 'refused') replace(jsonSchema, { deprecated: true })
  jsonSchema.description = notes.state === 'refused' ? `${notes.meaning} Not supported yet.` : notes.meaning
}

function choiceSchema({ choices = [], fallback }: FieldNotes): JsonSchema {
  return { enum: choices.map(asWritten), ...(fallback === undefined ? {} : { default: fallback }) }
}

/** A single word, or a section in which a key may stay without a value. */
function shorthandSchema(section: JsonSchema): JsonSchema {
  const { additionalProperties: others } = section
  if (typeof others !== 'object') return section
  const nullable = { description: others.description, anyOf: [{ ...others, description: undefined }, { type: 'null' }] }
  return { anyOf: [{ type: 'string' }, { ...section, additionalProperties: nullable }] } as JsonSchema
}

/** The version is written as a number. */
function asWritten(choice: string): string | number {
  return Number.isNaN(Number(choice)) ? choice : Number(choice)
}

function replace(jsonSchema: JsonSchema, by: JsonSchema): void {
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
  Object.assign(jsonSchema, by)
}
