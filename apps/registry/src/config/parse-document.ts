import type { Configuration } from './configuration.ts'
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts'
import { problemsOf } from './problems.ts'
import { configurationSchema } from './schema/configuration-schema.ts'
import { settleScalars } from './schema/settle-scalars.ts'

/**
 * Checks a document against the schema.
 * @param found problems that are already known; they are thrown with the others
 * @param origins which environment variable set which key, to be named in problems
 * @throws ConfigurationError that lists every problem
 */
export function parseDocument(
  document: unknown,
  found: readonly ConfigurationProblem[] = [],
  origins: ReadonlyMap<string, string> = new Map(),
): Configuration {
  const problems = [...found]
  const settled = settleScalars(document, configurationSchema, problems)
  const result = configurationSchema.safeParse(settled)
  if (result.success && problems.length === 0) return result.data
  if (!result.success) problems.push(...problemsOf(result.error.issues, settled, configurationSchema, origins))
  throw new ConfigurationError(problems)
}
