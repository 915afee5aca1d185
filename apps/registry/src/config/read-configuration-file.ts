import { ConfigurationError } from './configuration-error.ts'
import { parseYaml, type YamlFile } from './parse-yaml.ts'
import { readSmallFile } from './read-small-file.ts'

export interface ConfigurationFile extends YamlFile {
  readonly tree: Readonly<Record<string, unknown>>
}

/**
 * Reads a file of YAML that holds keys.
 * @throws ConfigurationError that says why it cannot be used
 */
export async function readConfigurationFile(path: string): Promise<ConfigurationFile> {
  try {
    const { tree, lineOf } = parseYaml(await readSmallFile(path))
    if (typeof tree === 'object' && tree !== null && !Array.isArray(tree)) {
      return { tree: tree as ConfigurationFile['tree'], lineOf }
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
