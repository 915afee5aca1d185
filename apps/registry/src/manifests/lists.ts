import { z, type ZodType } from 'zod'

/**
 * A list whose entries are looked at up to the first that is wrong. zod's own notes every fault of every entry:
 * of a manifest with a million of them that took a minute and gigabytes.
 */
export function listOf<Value>(entrySchema: ZodType<Value>): ZodType<Value[]> {
  return z.custom<unknown[]>(Array.isArray, 'expected a list').transform((entries, context) => {
    const values: Value[] = []
    for (const [index, entry] of entries.entries()) {
      const result = entrySchema.safeParse(entry)
      if (!result.success) {
        for (const { message, path } of result.error.issues) {
          context.addIssue({ code: 'custom', message, path: [index, ...path] })
        }
        return z.NEVER
      }
      values.push(result.data)
    }
    return values
  })
}

/** An object whose values are all text. */
export const textsSchema: ZodType<Readonly<Record<string, string>>> = z.custom<Readonly<Record<string, string>>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string'),
  'expected an object whose values are texts',
)
