import { type Catalog, type Difference, reconcileCatalog, type ReconcileResult } from '@moorage/catalog-core'
import { openCatalog } from '../catalog/open-catalog.ts'
import { StorageListing } from '../catalog/storage-listing.ts'
import { ConfigurationError } from '../config/configuration-error.ts'
import { loadConfiguration } from '../config/load-configuration.ts'
import { createLogger } from '../logging/create-logger.ts'
import { openDriver } from '../storage/open-driver.ts'
import { showProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'

/** Makes the catalog equal to the store. */
export async function rebuildCatalog(file: string | undefined, terminal: Terminal): Promise<number> {
  const { repositories, added, removed } = await compareCatalog(file, terminal, { dryRun: false })
  terminal.print(`${count(repositories, 'repository', 'repositories')}: ${added} added, ${removed} removed\n`)
  return 0
}

/** Prints where the catalog differs from the store. @returns 1 where it does */
export async function verifyCatalog(file: string | undefined, terminal: Terminal): Promise<number> {
  const lines: string[] = []
  const onDifference = ({ kind, name }: Difference): unknown =>
    lines.push(`${kind === 'missing' ? '+' : '-'} ${name}\n`)
  const result = await compareCatalog(file, terminal, { dryRun: true, onDifference })
  const { repositories, added, removed } = result
  const sum = `${count(repositories, 'repository', 'repositories')}: ${added} not in the catalog (+), ${removed} there and not in the storage (-)\n`
  // Not before: on a terminal they would be written into the bar, and the bar over them.
  terminal.print([...lines, sum].join(''))
  return added + removed === 0 ? 0 : 1
}

interface CompareOptions {
  readonly dryRun: boolean
  readonly onDifference?: (difference: Difference) => unknown
}

async function compareCatalog(
  file: string | undefined,
  terminal: Terminal,
  options: CompareOptions,
): Promise<ReconcileResult> {
  const { configuration, baseDirectory } = await loadConfiguration({ file, environment: terminal.environment })
  const logger = createLogger(configuration.log)
  const from = [import.meta.url, baseDirectory]
  await using catalog = await openCatalog(configuration.catalog, logger, from)
  if (catalog === undefined) throw new ConfigurationError([{ path: 'catalog', message: noCatalog }])
  await using driver = await openDriver(configuration.storage.driver, logger, from)
  const listing = new StorageListing(driver, configuration.storage.cache)
  using progress = showProgress(await expectedNames(catalog), terminal)
  return await reconcileCatalog(catalog, listing, { ...options, onProgress: (looked) => progress.update(looked) })
}

const noCatalog =
  'names no catalog, so that the repositories are always listed from the storage; expected one, such as mysql, sqlite or file'

/** How many repositories there are likely to be: as many as the catalog has. */
async function expectedNames(catalog: Catalog): Promise<number> {
  return (await catalog.search({ term: '', offset: 0, limit: 1 })).total
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
