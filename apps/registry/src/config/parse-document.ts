import type { Configuration } from './configuration.ts'
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts'
import { problemsOf } from './problems.ts'
import { configurationSchema } from './schema/configuration-schema.ts'
import { settleScalars } from './schema/settle-scalars.ts'

/** What the environment did to a document before it is checked. */
interface EnvironmentFindings {
  readonly problems: readonly ConfigurationProblem[]
  readonly warnings: readonly string[]
  /** Which variable set which key, by dotted key. */
  readonly origins: ReadonlyMap<string, string>
}

/**
 * Checks a document against the schema.
 * @param environment what was found before; it is thrown with the rest
 * @throws ConfigurationError that lists every problem
 */
export function parseDocument(
  document: unknown,
  environment: EnvironmentFindings = { problems: [], warnings: [], origins: new Map() },
): Configuration {
  const { warnings, origins } = environment
  const problems = [...environment.problems]
  const settled = settleScalars(document, configurationSchema, problems)
  const result = configurationSchema.safeParse(settled)
  if (result.success && problems.length === 0) return result.data
  if (!result.success) problems.push(...problemsOf(result.error.issues, settled, configurationSchema, origins))
  throw new ConfigurationError(problems, { warnings })
}
