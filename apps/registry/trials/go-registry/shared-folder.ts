import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { writeConfiguration } from '../support/configuration-file.ts'
import { type RunningSite, startSite } from '../support/site.ts'

export interface SharedFolder extends AsyncDisposable {
  readonly moorage: RunningSite
  /** The Go registry: Debian's docker-registry, distribution 2.8. */
  readonly go: RunningSite
  /** Folder of the store. */
  readonly data: string
  /** The configuration file, which is one and the same for both. */
  readonly configuration: string
}

/** Starts Moorage and the Go registry on one folder, with one configuration file. */
export async function shareFolder(): Promise<SharedFolder> {
  await using resources = new AsyncDisposableStack()
  const folder = resources.use(await createTemporaryFolder())
  const configuration = await writeConfiguration(folder.path, 'config.yml')
  const [moorage, go] = await Promise.all([startSite('moorage', configuration), startSite('go', configuration)])
  resources.use(moorage)
  resources.use(go)
  const kept = resources.move()
  return {
    moorage,
    go,
    data: `${folder.path}/data`,
    configuration,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Both ways of doing something: `first` begins, `second` goes on. For `test.each`. */
export const directions: readonly { readonly first: 'moorage' | 'go'; readonly second: 'moorage' | 'go' }[] = [
  { first: 'moorage', second: 'go' },
  { first: 'go', second: 'moorage' },
]
