import { stringify } from 'yaml'
import type { Configuration } from '../config/configuration.ts'
import { shortDuration } from '../config/duration.ts'
import { maskParameters, maskSecrets } from '../config/mask-secrets.ts'

/** Parameters with their defaults. */
export interface PartParameters {
  readonly driver: unknown
  /** Undefined where the storage is listed. */
  readonly catalog: unknown
}

/** A configuration as the file that would give it, with secrets masked. */
export function configurationYaml(configuration: Configuration, parameters: PartParameters): string {
  const { log, storage, http, health, validation, catalog, tags } = configuration
  const { uploadpurging } = storage.maintenance
  const document = {
    version: 0.1,
    log,
    storage: {
      [storage.driver.name]: maskParameters(parameters.driver),
      delete: storage.delete,
      redirect: storage.redirect,
      cache: { ...storage.cache, lifetime: shortDuration(storage.cache.lifetime) },
      maintenance: {
        uploadpurging: {
          ...uploadpurging,
          age: shortDuration(uploadpurging.age),
          interval: shortDuration(uploadpurging.interval),
        },
        readonly: storage.maintenance.readonly,
      },
      tag: storage.tag,
    },
    http: { ...http, draintimeout: shortDuration(http.draintimeout) },
    health: { storagedriver: { ...health.storagedriver, interval: shortDuration(health.storagedriver.interval) } },
    validation,
    catalog: {
      maxentries: catalog.maxentries,
      writetimeout: shortDuration(catalog.writetimeout),
      ...(catalog.backend === undefined ? {} : { [catalog.backend.name]: maskParameters(parameters.catalog) }),
    },
    tags,
  }
  // By way of JSON: what a driver makes of its parameters may be more than YAML has words for.
  const plain: unknown = JSON.parse(JSON.stringify(maskSecrets(document)))
  return stringify(plain, { version: '1.1', directives: false, aliasDuplicateObjects: false })
}
