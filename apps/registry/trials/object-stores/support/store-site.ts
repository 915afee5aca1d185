import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startDaemon } from '../../../clients/support/daemon.ts'
import { createTemporaryFolder } from '../../../clients/support/temporary-folder.ts'
import { secret } from '../../support/configuration-file.ts'
import { main, type RunningSite, siteOf } from '../../support/site.ts'
import type { EmulatedStore } from './emulated-store.ts'

export interface StoreSiteOptions {
  /** Where the registry learns of its store: from `serve config-….yml`, or from its environment alone. Default: a file. */
  readonly by?: 'file' | 'environment'
  /** Whether clients are sent to the store for blobs. Default true. */
  readonly redirects?: boolean
  /** For `storage.cache.lifetime`. Default: nothing is kept. */
  readonly cacheLifetime?: string
  /** Purges uploads that began longer ago, all the time. Default: those of a week ago, some time after the start. Only by a file. */
  readonly purgeOlderThan?: string
  /** Asks so often whether the store answers. Default: never. Only by a file. */
  readonly healthInterval?: string
  /** Parameters of the driver beside those that the store needs. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>
}

/** Starts a registry on a store, as a user does. Registries of one store share their secret. */
export async function startStoreSite(store: EmulatedStore, options: StoreSiteOptions = {}): Promise<RunningSite> {
  await using resources = new AsyncDisposableStack()
  const folder = resources.use(await createTemporaryFolder()).path
  const { by = 'file' } = options
  const file = join(folder, `config-${store.kind.name}.yml`)
  if (by === 'file') await writeFile(file, configurationOf(store, options))
  const daemon = resources.use(
    await startDaemon(process.execPath, by === 'file' ? [main, 'serve', file] : [main, 'serve'], {
      workingFolder: folder,
      environment: by === 'file' ? {} : environmentOf(store, options),
      readyPattern: /listening on http:\/\/(127\.0\.0\.1:\d+)/,
    }),
  )
  const kept = resources.move()
  return { ...siteOf(daemon), [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** A configuration file for a registry on a store. */
export function configurationOf(store: EmulatedStore, options: StoreSiteOptions): string {
  const { redirects = true, cacheLifetime = '0s', purgeOlderThan: age, healthInterval } = options
  const parameters = Object.entries({ ...store.parameters, ...options.parameters })
  const purging = `{ uploadpurging: { enabled: true, age: ${age}, interval: 50ms, dryrun: false } }`
  const lines = [
    'version: 0.1',
    'log: { accesslog: { disabled: true } }',
    'storage:',
    `  ${store.kind.name}:`,
    ...parameters.map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`),
    '  delete: { enabled: true }',
    `  redirect: { disable: ${!redirects} }`,
    `  cache: { lifetime: ${cacheLifetime} }`,
    ...(age === undefined ? [] : [`  maintenance: ${purging}`]),
    'http:',
    '  addr: 127.0.0.1:0',
    `  secret: ${secret}`,
    ...(healthInterval === undefined
      ? []
      : [`health: { storagedriver: { enabled: true, interval: ${healthInterval}, threshold: 1 } }`]),
  ]
  return `${lines.join('\n')}\n`
}

/** The same as variables. */
export function environmentOf(store: EmulatedStore, options: StoreSiteOptions): Record<string, string> {
  const { redirects = true, cacheLifetime = '0s' } = options
  const { name } = store.kind
  const parameters = Object.entries({ ...store.parameters, ...options.parameters })
  return {
    REGISTRY_STORAGE: name,
    ...Object.fromEntries(
      parameters.map(([key, value]) => [`REGISTRY_STORAGE_${name}_${key}`.toUpperCase(), String(value)]),
    ),
    REGISTRY_STORAGE_DELETE_ENABLED: 'true',
    REGISTRY_STORAGE_REDIRECT_DISABLE: String(!redirects),
    REGISTRY_STORAGE_CACHE_LIFETIME: cacheLifetime,
    REGISTRY_HTTP_ADDR: '127.0.0.1:0',
    REGISTRY_HTTP_SECRET: secret,
  }
}
