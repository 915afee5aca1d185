import type { z, ZodType } from 'zod'

/**
 * Checks the options of a part strictly.
 * @param toError makes the error from a sentence that names each wrong or unknown option and what was expected
 * @throws what `toError` makes
 */
export function parseOptions<Options>(
  schema: ZodType<Options>,
  options: unknown,
  toError: (message: string) => Error,
): Options {
  const result = schema.safeParse(options ?? {})
  if (result.success) return result.data
  throw toError(result.error.issues.map(describeIssue).join('; '))
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown parameter ${issue.keys.join(', ')}`
  const name = issue.path.join('.')
  return name === '' ? issue.message : `parameter ${name}: ${issue.message}`
}
