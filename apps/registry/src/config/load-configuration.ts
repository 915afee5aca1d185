import { dirname, resolve } from 'node:path'
import type { Configuration } from './configuration.ts'
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts'
import { expandDocument, withReadyMade } from './default-configuration.ts'
import { applyEnvironment } from './environment/apply-environment.ts'
import { configurationPathVariable, readEnvironmentVariables } from './environment/environment-variable.ts'
import { ineffectiveKeys } from './ineffective-keys.ts'
import { parseDocument } from './parse-document.ts'
import { parseYaml } from './parse-yaml.ts'
import { readSmallFile } from './read-small-file.ts'
import { configurationSchema } from './schema/configuration-schema.ts'

export interface LoadConfigurationOptions {
  /** Name of the file. Default: what `REGISTRY_CONFIGURATION_PATH` names, else the built-in default. */
  readonly file?: string | undefined
  /** Usually `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

export interface LoadedConfiguration {
  readonly configuration: Configuration
  /** The file's absolute path, or `the built-in default`. */
  readonly source: string
  /** A sentence for each key or variable that has no effect. */
  readonly warnings: readonly string[]
  /** Folder of the file, else the current one: storage drivers that are named by a relative path lie below it. */
  readonly baseDirectory: string
}

/**
 * Reads a configuration file and lays the environment over it, by the Go registry's rules.
 * @throws ConfigurationError that lists every problem
 */
export async function loadConfiguration(options: LoadConfigurationOptions): Promise<LoadedConfiguration> {
  const file = options.file || options.environment[configurationPathVariable] || undefined
  const path = file === undefined ? undefined : resolve(file)
  const problems: ConfigurationProblem[] = []
  const warnings: string[] = []
  const written = path === undefined ? {} : await readDocument(path)
  if (path !== undefined && (written['version'] ?? undefined) === undefined) {
    problems.push({ path: 'version', message: 'expected "version: 0.1" at the head of the file, not nothing' })
  }
  const variables = await readEnvironmentVariables(options.environment, configurationSchema, problems, warnings)
  const applied = applyEnvironment(written, variables, configurationSchema, problems, warnings)
  const document = path === undefined ? withReadyMade(applied.document) : applied.document
  const configuration = parseDocument(document, { problems, warnings, origins: applied.origins })
  return {
    configuration,
    source: path ?? 'the built-in default',
    warnings: [...warnings, ...ineffectiveKeys(document, configuration)],
    baseDirectory: path === undefined ? process.cwd() : dirname(path),
  }
}

async function readDocument(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const document = parseYaml(await readSmallFile(path)).tree
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
      return expandDocument(document as Readonly<Record<string, unknown>>)
    }
  } catch (cause) {
    throw new ConfigurationError([{ path: '', message: unreadable(path, cause) }], { cause })
  }
  throw new ConfigurationError([
    { path: '', message: `${path} holds no keys; expected YAML that begins with "version: 0.1"` },
  ])
}

function unreadable(path: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOENT') return `there is no configuration file ${path}`
  if (code === 'EACCES') return `the configuration file ${path} may not be read: permission denied`
  if (code === 'EISDIR') return `${path} is a folder; expected a configuration file`
  return `the configuration file ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`
}
