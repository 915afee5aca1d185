import type { Configuration } from './configuration.ts'
import type { ConfigurationProblem } from './configuration-error.ts'
import { withReadyMade } from './default-configuration.ts'
import { applyEnvironment } from './environment/apply-environment.ts'
import { applySearchBackend } from './environment/search-backend.ts'
import { readEnvironmentVariables } from './environment/environment-variable.ts'
import { ineffectiveKeys } from './ineffective-keys.ts'
import { parseDocument } from './parse-document.ts'
import { readSource, type ReadSourceOptions } from './read-source.ts'
import { configurationSchema } from './schema/configuration-schema.ts'

export interface LoadedConfiguration {
  readonly configuration: Configuration
  /** The file's absolute path, `the built-in default`, or which flavour of a v1 configuration. */
  readonly source: string
  /** A sentence for each key or variable that has no effect, and for what had to be assumed. */
  readonly warnings: readonly string[]
  /** Folder of the file, else the current one: storage drivers that are named by a relative path lie below it. */
  readonly baseDirectory: string
}

/**
 * Reads a configuration file and lays the environment over it, by the Go registry's rules.
 * @throws ConfigurationError that lists every problem
 */
export async function loadConfiguration(options: ReadSourceOptions): Promise<LoadedConfiguration> {
  const written = await readSource(options)
  const problems: ConfigurationProblem[] = [...written.problems]
  const warnings: string[] = [...written.warnings]
  const variables = await readEnvironmentVariables(written.environment, configurationSchema, problems, warnings)
  // A v1 configuration names the variables itself that it heeds.
  const named =
    written.kind === 'v1'
      ? written.document
      : applySearchBackend(written.document, written.environment, problems, warnings)
  const applied = applyEnvironment(named, variables, configurationSchema, problems, warnings)
  const document = written.kind === 'nothing' ? withReadyMade(applied.document) : applied.document
  const configuration = parseDocument(document, { problems, warnings, origins: applied.origins })
  return {
    configuration,
    source: written.source,
    warnings: [...warnings, ...ineffectiveKeys(document, configuration)],
    baseDirectory: written.baseDirectory,
  }
}
