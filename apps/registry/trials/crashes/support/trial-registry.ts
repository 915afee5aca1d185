import { join } from 'node:path'
import { createTemporaryFolder } from '../../../clients/support/temporary-folder.ts'
import { type Daemon, startDaemon } from '../../../clients/support/daemon.ts'
import { main } from '../../support/site.ts'
import { type StoreConfiguration, writeConfiguration } from '../kills/configuration.ts'
import { HttpClient } from './http-client.ts'

export interface TrialRegistryOptions extends StoreConfiguration {
  /** Most files and connections that the process may have open. */
  readonly openFiles?: number
}

/** A store, and the registries that are started on it one after the other. */
export class TrialStore implements AsyncDisposable {
  /** Where the store lies; the registry keeps it below, in `data`. */
  readonly folder: string
  readonly #resources: AsyncDisposableStack

  private constructor(folder: string, resources: AsyncDisposableStack) {
    this.folder = folder
    this.#resources = resources
  }

  static async create(): Promise<TrialStore> {
    await using resources = new AsyncDisposableStack()
    const folder = resources.use(await createTemporaryFolder())
    return new TrialStore(folder.path, resources.move())
  }

  get root(): string {
    return join(this.folder, 'data')
  }

  /** Undone, in the opposite order, when the trial is over. */
  defer(undo: () => unknown): void {
    this.#resources.defer(async () => {
      await undo()
    })
  }

  /** Starts a registry as a user does; it is stopped with the trial. */
  async start(options: TrialRegistryOptions = {}): Promise<{ readonly client: HttpClient; readonly daemon: Daemon }> {
    const { openFiles } = options
    const configuration = await writeConfiguration(this.folder, options)
    const command = [process.execPath, main, 'serve', configuration] as const
    const [file, ...parameters] =
      openFiles === undefined ? command : ['sh', '-c', `ulimit -n ${openFiles}; exec "$0" "$@"`, ...command]
    const daemon = this.#resources.use(
      await startDaemon(file, parameters, {
        workingFolder: this.folder,
        readyPattern: /\b(127\.0\.0\.1:[1-9]\d*)/,
      }),
    )
    return { client: this.connect(daemon), daemon }
  }

  /** New connections. */
  connect(daemon: Daemon): HttpClient {
    return this.#resources.use(new HttpClient(daemon.ready[1] ?? ''))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync()
  }
}
