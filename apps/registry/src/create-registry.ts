import { createDriver, type StorageDriver } from '@moorage/driver-core'
import type { Logger } from 'pino'
import { BlobStore } from './blobs/blob-store.ts'
import { StorageCatalog } from './catalog/storage-catalog.ts'
import type { Configuration } from './config/configuration.ts'
import { programVersion } from './config/program-version.ts'
import { StorageHealth } from './health/storage-health.ts'
import { createRequestHandler, type RequestHandler } from './http/request-handler.ts'
import { RegistryServer } from './http/server.ts'
import { createLogger } from './logging/create-logger.ts'
import { ManifestStore } from './manifests/manifest-store.ts'
import { ReferrerStore } from './referrers/referrer-store.ts'
import type { RegistryServices } from './registry-services.ts'
import { KeyedLock } from './storage/keyed-lock.ts'
import { TagStore } from './tags/tag-store.ts'
import { UploadPurging } from './uploads/upload-purging.ts'
import { uploadSecret } from './uploads/upload-secret.ts'
import { UploadStore } from './uploads/upload-store.ts'

export interface CreateRegistryOptions {
  readonly configuration: Configuration
  /** Default: one as `configuration.log` asks for, to standard error. */
  readonly logger?: Logger | undefined
  /** Where a driver that is named by a relative file, or installed beside the configuration, is looked up. Default: the current folder. */
  readonly baseDirectory?: string | undefined
  /** A driver that is open already; it is not closed with the registry. Default: the one that the configuration names. */
  readonly driver?: StorageDriver | undefined
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
 */
export async function createRegistry(options: CreateRegistryOptions): Promise<Registry> {
  const { configuration, baseDirectory = process.cwd() } = options
  const { storage, http } = configuration
  const logger = options.logger ?? createLogger(configuration.log)
  const driver =
    options.driver ??
    (await createDriver(
      storage.driver.name,
      storage.driver.parameters,
      { userAgent: `moorage/${programVersion}`, warn: (message) => logger.warn(message) },
      { from: [import.meta.url, baseDirectory] },
    ))

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
    catalog: new StorageCatalog(driver, storage.cache),
  }

  const health = new StorageHealth(driver, configuration.health.storagedriver, logger)
  const purging = new UploadPurging(driver, storage.maintenance.uploadpurging, logger)
  const handler = createRequestHandler(services, () => health.error)
  const server = new RegistryServer(http, handler)

  const close = async (): Promise<void> => {
    await server.close()
    health[Symbol.dispose]()
    await purging[Symbol.asyncDispose]()
    if (options.driver === undefined) await driver[Symbol.asyncDispose]()
  }
  return { handler, listen: () => server.listen(), close, [Symbol.asyncDispose]: close }
}
