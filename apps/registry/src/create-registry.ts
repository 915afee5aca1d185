import type { Catalog } from '@moorage/catalog-core'
import type { StorageDriver } from '@moorage/driver-core'
import type { Logger } from 'pino'
import { BlobStore } from './blobs/blob-store.ts'
import { KeptCatalog } from './catalog/kept-catalog.ts'
import { ListedCatalog } from './catalog/listed-catalog.ts'
import { openCatalog } from './catalog/open-catalog.ts'
import type { RepositoryCatalog } from './catalog/repository-catalog.ts'
import { StorageListing } from './catalog/storage-listing.ts'
import type { Configuration } from './config/configuration.ts'
import { StorageHealth } from './health/storage-health.ts'
import { createDebugServer } from './http/debug-server.ts'
import { createRequestHandler, type RequestHandler } from './http/request-handler.ts'
import { RegistryServer } from './http/server.ts'
import { createLogger } from './logging/create-logger.ts'
import { ManifestStore } from './manifests/manifest-store.ts'
import type { Metrics } from './metrics/metrics.ts'
import { ReferrerStore } from './referrers/referrer-store.ts'
import type { RegistryServices } from './registry-services.ts'
import { KeyedLock } from './storage/keyed-lock.ts'
import { openDriver } from './storage/open-driver.ts'
import { TagStore } from './tags/tag-store.ts'
import { UploadPurging } from './uploads/upload-purging.ts'
import { uploadSecret } from './uploads/upload-secret.ts'
import { UploadStore } from './uploads/upload-store.ts'

export interface CreateRegistryOptions {
  readonly configuration: Configuration
  /** Default: one as `configuration.log` asks for, to standard error. */
  readonly logger?: Logger | undefined
  /** Where a driver or catalog that is named by a relative file, or installed beside the configuration, is looked up. Default: the current folder. */
  readonly baseDirectory?: string | undefined
  /** A driver that is open already; it is not closed with the registry. Default: the one that the configuration names. */
  readonly driver?: StorageDriver | undefined
  /** A catalog that is open already; it is not closed with the registry. Default: the one that the configuration names. */
  readonly catalog?: Catalog | undefined
}

/** A registry that can listen by itself, or be part of another server. */
export interface Registry extends AsyncDisposable {
  /** Answers a request of `node:http` or `node:http2`; as middleware it must stand before whatever reads bodies. */
  readonly handler: RequestHandler
  /** @returns where it listens: `http://127.0.0.1:5000`, or `unix:` and a path */
  listen(): Promise<string>
  /** Takes no more connections, lets running requests end for `http.draintimeout`, and closes the store. */
  close(): Promise<void>
}

/**
 * Puts a registry together: this is the one place that knows all its parts.
 * @throws DriverError `CONFIG_INVALID` when the store's driver cannot be loaded or its parameters are wrong
 * @throws CatalogError `CONFIG_INVALID` when the catalog cannot be loaded or its parameters are wrong
 */
export async function createRegistry(options: CreateRegistryOptions): Promise<Registry> {
  const { configuration } = options
  const { storage, http } = configuration
  const logger = options.logger ?? createLogger(configuration.log)
  const parts = await openParts(options, logger)
  const { driver } = parts

  const metrics = http.debug.prometheus.enabled ? await createMetrics() : undefined
  const listing = new StorageListing(driver, storage.cache)
  const catalog: RepositoryCatalog =
    parts.catalog === undefined
      ? new ListedCatalog(listing)
      : new KeptCatalog({
          catalog: parts.catalog,
          listing,
          writeTimeoutMs: configuration.catalog.writetimeout,
          logger,
          metrics: metrics?.catalog(),
        })
  const blobs = new BlobStore(driver, storage.cache)
  const manifests = new ManifestStore(driver, storage.cache)
  const tags = new TagStore(driver, storage.cache, storage.tag.concurrencylimit)
  const services: RegistryServices = {
    configuration,
    logger,
    driver,
    locks: new KeyedLock(),
    blobs,
    manifests,
    tags,
    referrers: new ReferrerStore(driver, manifests, tags),
    uploads: new UploadStore({
      driver,
      blobs,
      secret: await uploadSecret(http.secret, driver, logger),
      logger,
      sharedWithGo: http.secret !== undefined && driver.capabilities.append === 'any-offset',
    }),
    catalog,
  }

  const health = new StorageHealth(driver, configuration.health.storagedriver, logger)
  const purging = new UploadPurging(driver, storage.maintenance.uploadpurging, logger)
  const handler = createRequestHandler(services, () => health.error)
  const server = new RegistryServer(http, handler)
  const debugServer = createDebugServer(http.debug, metrics, () => health.error)

  return {
    handler,
    listen: async () => {
      if (debugServer !== undefined) logger.info(`state and metrics at ${await debugServer.listen()}`)
      return server.listen()
    },
    close,
    [Symbol.asyncDispose]: close,
  }

  async function close(): Promise<void> {
    await server.close()
    await debugServer?.close()
    health[Symbol.dispose]()
    await purging[Symbol.asyncDispose]()
    await catalog[Symbol.asyncDispose]()
    await parts.close()
  }
}

interface Parts {
  readonly driver: StorageDriver
  readonly catalog: Catalog | undefined
  /** Closes what was opened here. */
  close(): Promise<void>
}

async function openParts(options: CreateRegistryOptions, logger: Logger): Promise<Parts> {
  const { configuration, baseDirectory = process.cwd() } = options
  const from = [import.meta.url, baseDirectory]
  const driver = options.driver ?? (await openDriver(configuration.storage.driver, logger, from))
  const closeDriver = async (): Promise<void> => {
    if (options.driver === undefined) await driver[Symbol.asyncDispose]()
  }
  try {
    const catalog = options.catalog ?? (await openCatalog(configuration.catalog, logger, from))
    const close = async (): Promise<void> => {
      if (options.catalog === undefined) await catalog?.[Symbol.asyncDispose]()
      await closeDriver()
    }
    return { driver, catalog, close }
  } catch (error) {
    await closeDriver()
    throw error
  }
}

/** Loaded when it is wanted: most registries are started without. */
async function createMetrics(): Promise<Metrics> {
  const { Metrics: PrometheusMetrics } = await import('./metrics/metrics.ts')
  return new PrometheusMetrics()
}
