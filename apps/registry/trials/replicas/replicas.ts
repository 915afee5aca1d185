import { join } from 'node:path'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { type SharedConfiguration, writeConfiguration } from '../support/configuration-file.ts'
import { type RunningSite, startSite } from '../support/site.ts'

export interface Replicas extends AsyncDisposable {
  readonly sites: readonly [RunningSite, RunningSite]
  /** Folder of the store. */
  readonly data: string
  readonly configuration: string
}

/** Starts two processes of Moorage on one folder, with one secret. */
export async function startReplicas(shared: SharedConfiguration = {}): Promise<Replicas> {
  await using resources = new AsyncDisposableStack()
  const folder = resources.use(await createTemporaryFolder())
  const configuration = await writeConfiguration(folder.path, 'config.yml', shared)
  const sites = await Promise.all([startSite('moorage', configuration), startSite('moorage', configuration)])
  for (const site of sites) resources.use(site)
  const kept = resources.move()
  return { sites, data: join(folder.path, 'data'), configuration, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
