import { z, type ZodType } from 'zod'
import { parseDuration } from '../duration.ts'

/** What the documentation and the environment need to know about a key besides its schema. */
export interface FieldNotes {
  readonly meaning: string
  readonly type: string
  /** As it would be written in a file. */
  readonly fallback?: string | undefined
  readonly choices?: readonly string[] | undefined
  /** The Go registry's own name of the field, where its environment variable is built from another word than the key. */
  readonly goName?: string | undefined
  readonly state?: 'refused' | 'without effect' | undefined
  /** Whether a single word may stand for the section with that one key. */
  readonly shorthand?: boolean | undefined
}

export const fieldNotes: z.core.$ZodRegistry<FieldNotes> = z.registry<FieldNotes>()

/** Attaches notes to a schema, in place of those that it had. */
export function note<Schema extends ZodType>(schema: Schema, notes: FieldNotes): Schema {
  const described = schema.describe(notes.meaning)
  fieldNotes.add(described, notes)
  return described
}

export function text(meaning: string, fallback = ''): ZodType<string> {
  return note(z.string().prefault(fallback), { meaning, type: 'text', fallback })
}

export function toggle(meaning: string, fallback: boolean): ZodType<boolean> {
  return note(z.boolean().prefault(fallback), { meaning, type: 'true or false', fallback: String(fallback) })
}

/** A whole number of `least` or more. */
export function wholeNumber(meaning: string, fallback: number, least: number): ZodType<number> {
  const error = `expected a whole number of ${least} or more`
  const schema = z.int(error).min(least, error).prefault(fallback)
  return note(schema, { meaning, type: 'whole number', fallback: String(fallback) })
}

/** A duration in Go's spelling; the value is in milliseconds. */
export function duration(meaning: string, fallback: string): ZodType<number> {
  const error = 'expected a duration such as 90s, 1m30s or 168h'
  const schema = z
    .union([z.string(), z.int()], { error })
    .transform((value, context) => {
      const milliseconds = parseDuration(value)
      if (milliseconds !== undefined) return milliseconds
      context.addIssue({ code: 'custom', message: error })
      return z.NEVER
    })
    .prefault(fallback)
  return note(schema, { meaning, type: 'duration', fallback })
}

/** One of `choices`. An empty text is the same as none. */
export function choice<const Choice extends string>(
  meaning: string,
  choices: readonly Choice[],
  fallback: Choice,
): ZodType<Choice> {
  return note(
    optionalChoice(meaning, choices).transform((value) => value ?? fallback),
    {
      meaning,
      type: 'one of',
      choices,
      fallback,
    },
  )
}

/** One of `choices` in any case, or undefined where it is absent or empty. */
export function optionalChoice<const Choice extends string>(
  meaning: string,
  choices: readonly Choice[],
): ZodType<Choice | undefined> {
  const schema = z
    .string()
    .prefault('')
    .transform((value, context) => {
      if (value === '') return undefined
      const found = choices.find((candidate) => candidate === value.toLowerCase())
      if (found === undefined) context.addIssue({ code: 'custom', message: `expected ${choices.join(', ')}` })
      return found
    })
  return note(schema, { meaning, type: 'one of', choices })
}

export function list<Element>(meaning: string, type: string, element: ZodType<Element>): ZodType<readonly Element[]> {
  return note(z.array(element).prefault([]), { meaning, type, fallback: '[]' })
}

type SectionSchema<Shape extends z.ZodRawShape> = z.ZodPrefault<z.ZodObject<Shape, z.core.$strict>>

/** A section that knows all its keys. */
export function section<Shape extends z.ZodRawShape>(meaning: string, shape: Shape): SectionSchema<Shape> {
  const schema: z.ZodPrefault<z.ZodObject<Shape, z.core.$strict>> = z
    .strictObject(shape)
    .prefault({} as z.input<z.ZodObject<Shape, z.core.$strict>>)
  return note(schema, { meaning, type: 'section' })
}

/** A key that the Go registry knows and that changes nothing here. */
export function withoutEffect(meaning: string): ZodType {
  return note(z.unknown().optional(), { meaning, type: 'any', state: 'without effect' })
}
