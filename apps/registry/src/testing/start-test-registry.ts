import { EventEmitter } from 'node:events'
import type { Catalog } from '@moorage/catalog-core'
import type { StorageDriver } from '@moorage/driver-core'
import { createMemoryDriver } from '@moorage/driver-memory'
import { parseConfiguration } from '../config/default-configuration.ts'
import { createRegistry } from '../create-registry.ts'
import { createLogger } from '../logging/create-logger.ts'

export interface TestRegistry extends AsyncDisposable {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string
  readonly driver: StorageDriver
  /** Fetches a path of this registry, or an absolute URL such as a `Location`; redirects are not followed. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Resolves with the first line, in JSON, that has this text, and may have been logged already. */
  hasLogged(text: string): Promise<string>
  /** Resolves with the line, in JSON, when the registry next logs one with this text. */
  logged(text: string): Promise<string>
}

/** A registry that can be asked, whoever started it. */
export type Site = Pick<TestRegistry, 'url' | 'fetch'>

export interface TestRegistryOptions {
  /** The store; default: an empty one in memory. */
  readonly driver?: StorageDriver
  /** What keeps the names of the repositories. Default: the store is listed. */
  readonly catalog?: Catalog
}

/** Secrets are set so that two registries of a test can share uploads. */
const secret = 'the secret of all registries in tests'

/**
 * Starts a registry on a free port of this machine.
 * @param document sections of the configuration, as a file would have them; deletion is on
 */
export async function startTestRegistry(
  document: Record<string, Record<string, unknown>> = {},
  options: TestRegistryOptions = {},
): Promise<TestRegistry> {
  const driver = options.driver ?? createMemoryDriver()
  const configuration = parseConfiguration({
    ...document,
    version: '0.1',
    storage: { memory: {}, delete: { enabled: true }, ...document['storage'] },
    http: { addr: '127.0.0.1:0', secret, ...document['http'] },
    log: { accesslog: { disabled: true }, ...document['log'] },
  })
  const log = new EventEmitter<{ line: [string] }>()
  const lines: string[] = []
  log.on('line', (line) => lines.push(line))
  const registry = await createRegistry({
    configuration,
    driver,
    catalog: options.catalog,
    logger: createLogger({ ...configuration.log, formatter: 'json' }, { write: (line) => log.emit('line', line) }),
  })
  const url = await registry.listen()
  const logged = (text: string): Promise<string> =>
    new Promise((resolve) => {
      const onLine = (line: string): void => {
        if (!line.includes(text)) return
        log.off('line', onLine)
        resolve(line)
      }
      log.on('line', onLine)
    })
  return {
    url,
    driver,
    fetch: (path, init) => fetch(new URL(path, url), { redirect: 'manual', ...init }),
    logged,
    hasLogged: async (text) => lines.find((line) => line.includes(text)) ?? logged(text),
    [Symbol.asyncDispose]: () => registry.close(),
  }
}
