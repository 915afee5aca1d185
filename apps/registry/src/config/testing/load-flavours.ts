import { type LoadedConfiguration, loadConfiguration } from '../load-configuration.ts'
import { temporaryFile } from './load-text.ts'

/** Loads a file of v1 flavours. */
export async function loadFlavours(
  text: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<LoadedConfiguration> {
  return loadConfiguration({ file: await temporaryFile('flavours.yml', text), environment })
}
