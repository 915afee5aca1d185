import { ConfigurationError } from '../config/configuration-error.ts'
import { readSource } from '../config/read-source.ts'
import { convertedYaml } from './converted-yaml.ts'
import type { Terminal } from './terminal.ts'

/** Prints a v1 configuration as one of version 0.1; what has no effect in it, and what was assumed, goes to standard error too. */
export async function convertConfiguration(file: string | undefined, terminal: Terminal): Promise<number> {
  const written = await readSource({ file, environment: terminal.environment })
  if (written.kind === 'nothing') {
    throw new ConfigurationError([
      { path: '', message: 'there is nothing to convert: name a file, or set SETTINGS_FLAVOR' },
    ])
  }
  if (written.kind === 'file') {
    throw new ConfigurationError([
      { path: '', message: `${written.source} holds no flavours of v1: there is nothing to convert` },
    ])
  }
  const { problems, warnings } = written
  if (problems.length > 0) throw new ConfigurationError(problems, { warnings })
  for (const warning of warnings) terminal.printError(`registry: ${warning}\n`)
  terminal.print(convertedYaml(written))
  return 0
}
