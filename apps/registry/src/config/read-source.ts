import { dirname, resolve } from 'node:path'
import type { ConfigurationProblem } from './configuration-error.ts'
import { expandDocument } from './default-configuration.ts'
import { configurationPathVariable } from './environment/environment-variable.ts'
import { type ConfigurationFile, readConfigurationFile } from './read-configuration-file.ts'
import { type Flavour, flavourSource } from './v1/flavour.ts'
import { withoutListenAddress } from './v1/listen-address.ts'
import { flavourVariable, holdsFlavours, readBuiltInFlavour, readFlavour } from './v1/read-flavour.ts'
import { translateFlavour } from './v1/translate-flavour.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface ReadSourceOptions {
  /** Name of the file. Default: what `REGISTRY_CONFIGURATION_PATH` or v1's `DOCKER_REGISTRY_CONFIG` names, else nothing. */
  readonly file?: string | undefined
  /** Usually `process.env`. */
  readonly environment: Environment
}

/** What is written down, before the environment overrides it. */
export interface ConfigurationSource {
  /** A file of version 0.1, a v1 configuration, or nothing at all. */
  readonly kind: 'file' | 'v1' | 'nothing'
  /** In the words of version 0.1, with short forms written out. */
  readonly document: Readonly<Record<string, unknown>>
  /** Where it comes from, for messages. */
  readonly source: string
  readonly baseDirectory: string
  /** What may override it. */
  readonly environment: Environment
  readonly problems: readonly ConfigurationProblem[]
  readonly warnings: readonly string[]
}

/** Where v1 was told its configuration file. */
const oldPathVariable = 'DOCKER_REGISTRY_CONFIG'

/**
 * Reads what is written down, in either form.
 * @throws ConfigurationError where a file cannot be read, or has no such flavour
 */
export async function readSource({ file, environment }: ReadSourceOptions): Promise<ConfigurationSource> {
  const named = file || environment[configurationPathVariable] || environment[oldPathVariable] || undefined
  if (named === undefined) {
    const flavour = readBuiltInFlavour(environment)
    return flavour === undefined ? nothing(environment) : fromFlavour(flavour, environment, process.cwd())
  }
  const path = resolve(named)
  const written = await readConfigurationFile(path)
  return holdsFlavours(written.tree)
    ? fromFlavour(readFlavour(written, path, environment), environment, dirname(path))
    : fromFile(written, path, environment)
}

function nothing(environment: Environment): ConfigurationSource {
  return {
    kind: 'nothing',
    document: {},
    source: 'the built-in default',
    baseDirectory: process.cwd(),
    environment,
    problems: [],
    warnings: [],
  }
}

function fromFile({ tree }: ConfigurationFile, path: string, environment: Environment): ConfigurationSource {
  const hasVersion = (tree['version'] ?? undefined) !== undefined
  const message = 'expected "version: 0.1" at the head of the file, not nothing'
  const isFlavourChosen = (environment[flavourVariable] ?? '') !== ''
  return {
    kind: 'file',
    document: expandDocument(tree),
    source: path,
    baseDirectory: dirname(path),
    environment,
    problems: hasVersion ? [] : [{ path: 'version', message }],
    warnings: isFlavourChosen ? [`${flavourVariable} has no effect: ${path} holds no flavours of v1`] : [],
  }
}

function fromFlavour(flavour: Flavour, environment: Environment, baseDirectory: string): ConfigurationSource {
  return {
    kind: 'v1',
    ...translateFlavour(flavour, environment),
    source: flavourSource(flavour),
    baseDirectory,
    environment: withoutListenAddress(environment),
  }
}
