import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Configuration } from '../configuration.ts'
import { ConfigurationError } from '../configuration-error.ts'
import { loadConfiguration, type LoadedConfiguration } from '../load-configuration.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Writes a file that is gone after the test. */
export async function temporaryFile(name: string, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'moorage-configuration-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

/** Loads a file with this content below its version. */
export async function loadText(content: string, environment: Environment = {}): Promise<LoadedConfiguration> {
  return loadConfiguration({ file: await temporaryFile('config.yml', `version: 0.1\n${content}`), environment })
}

/** The configuration of a file with this content and of these variables. */
export async function loadOver(content: string, environment: Environment): Promise<Configuration> {
  return (await loadText(content, environment)).configuration
}

/** The lines of the error that a load ends with. */
export async function problemsOf(loading: Promise<unknown>): Promise<string[]> {
  const error: unknown = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ConfigurationError)) throw new Error('the configuration was taken', { cause: error })
  return error.message.split('\n')
}
