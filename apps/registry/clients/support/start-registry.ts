import { join } from 'node:path'
import { type Daemon, startDaemon } from './daemon.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

export interface RunningRegistry extends AsyncDisposable {
  /** Host and port, as the name of an image begins. */
  readonly address: string
  readonly daemon: Daemon
}

const main = join(import.meta.dirname, '..', '..', 'dist', 'main.js')

/**
 * Starts the built registry as a user does, on a free port and with its data in a folder of its own.
 *
 * MOORAGE_CLIENTS_AGAINST names another registry program that takes the same environment, such as Debian's
 * docker-registry: with it the tests tell a client's peculiarity from a fault of ours.
 */
export async function startRegistry(environment: Readonly<Record<string, string>> = {}): Promise<RunningRegistry> {
  await using resources = new AsyncDisposableStack()
  const folder = resources.use(await createTemporaryFolder())
  const other = process.env['MOORAGE_CLIENTS_AGAINST']
  const [program, parameters] =
    other === undefined ? [process.execPath, [main, 'serve']] : [other, ['serve', '/etc/docker/registry/config.yml']]
  const daemon = resources.use(
    await startDaemon(program, parameters, {
      workingFolder: folder.path,
      environment: {
        REGISTRY_HTTP_ADDR: '127.0.0.1:0',
        REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: join(folder.path, 'data'),
        REGISTRY_STORAGE_DELETE_ENABLED: 'true',
        ...(other === undefined ? {} : { REGISTRY_AUTH: 'none' }),
        ...environment,
      },
      readyPattern: /\b(127\.0\.0\.1:[1-9]\d*)/,
    }),
  )
  const kept = resources.move()
  return {
    address: daemon.ready[1] ?? '',
    daemon,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
