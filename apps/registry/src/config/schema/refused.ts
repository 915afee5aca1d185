import { z, type ZodType } from 'zod'
import { note } from './fields.ts'

/** The end of every message about a key that is known and cannot be used. */
export const notSupported = 'is not supported yet'

/** A key of the Go registry that is refused as soon as it asks for something: what looks configured must not be ignored. */
export function refused(meaning: string, goName?: string): ZodType<undefined> {
  return refusedUnless(meaning, isEmpty, goName)
}

/** Like `refused`, with its own rule for what asks for nothing. */
export function refusedUnless(
  meaning: string,
  asksForNothing: (value: unknown) => boolean,
  goName?: string,
): ZodType<undefined> {
  const schema = z
    .unknown()
    .optional()
    .transform((value, context) => {
      if (!asksForNothing(value)) context.addIssue({ code: 'custom', message: notSupported, params: { whole: true } })
      return undefined
    })
  return note(schema, { meaning, type: 'any', state: 'refused', goName })
}

/** Whether nothing in `value` is set or switched on. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true
  return typeof value === 'object' && Object.values(value).every(isEmpty)
}
