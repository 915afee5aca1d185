import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { vi } from 'vitest'
import { writeConfiguration } from '../../support/configuration-file.ts'
import { type RunningSite, startSite } from '../../support/site.ts'

/** What a registry says when its catalog has the names of the store. */
const equal = /the catalog has the repositories of the store/

/**
 * Starts a registry on the folder `data` in `folder`.
 * @param catalog the section of its configuration, such as `{ file: { path: … } }`
 */
export async function startCatalogSite(
  folder: string,
  name: string,
  catalog: Readonly<Record<string, unknown>>,
): Promise<RunningSite> {
  const file = await writeConfiguration(folder, `${name}.yml`, { catalog })
  return startSite('moorage', file)
}

/** Waits until a registry has compared its catalog with the store. */
export async function untilEqual(site: RunningSite): Promise<void> {
  await vi.waitUntil(() => equal.test(site.daemon.output()), { timeout: 120_000, interval: 20 })
}

/** Puts repositories with one manifest each into the folder `data` in `folder`, as either registry would leave them. */
export async function addRepositories(folder: string, names: readonly string[]): Promise<void> {
  const digits = 'a'.repeat(64)
  for (const name of names) {
    const repository = join(folder, 'data/docker/registry/v2/repositories', name)
    const link = join(repository, `_manifests/revisions/sha256/${digits}/link`)
    await mkdir(dirname(link), { recursive: true })
    await writeFile(link, `sha256:${digits}`)
  }
}
