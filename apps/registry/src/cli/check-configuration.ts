import { loadCatalog, parseCatalogOptions } from '@moorage/catalog-core'
import { loadDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import type { CatalogConfiguration } from '../config/configuration.ts'
import { loadConfiguration } from '../config/load-configuration.ts'
import { configurationYaml } from './configuration-yaml.ts'
import { shownOptions } from './shown-options.ts'
import type { Terminal } from './terminal.ts'

/** Prints the configuration that would be used, and what has no effect in it. */
export async function checkConfiguration(file: string | undefined, terminal: Terminal): Promise<number> {
  const { configuration, source, warnings, baseDirectory } = await loadConfiguration({
    file,
    environment: terminal.environment,
  })
  const { driver } = configuration.storage
  const { backend } = configuration.catalog
  const from = [import.meta.url, baseDirectory]
  const catalog = backend === undefined ? undefined : await checkCatalog(backend, from)
  const parameters = {
    driver: parseOptions(await loadDriver(driver.name, { from }), driver.parameters),
    catalog: catalog?.parameters,
  }
  terminal.print(`# From ${source}\n${configurationYaml(configuration, parameters)}`)
  for (const warning of [...warnings, ...(catalog?.warnings ?? [])]) terminal.print(`# ${warning}\n`)
  return 0
}

async function checkCatalog(
  { name, parameters }: NonNullable<CatalogConfiguration['backend']>,
  from: readonly string[],
): Promise<{ parameters: unknown; warnings: readonly string[] }> {
  const definition = await loadCatalog(name, { from })
  const options = parseCatalogOptions(definition, parameters)
  return { parameters: shownOptions(definition.options, options), warnings: definition.warnings?.(options) ?? [] }
}
