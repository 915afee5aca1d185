import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startDaemon } from './daemon.ts'
import { type CommandOutput, runCommand } from './run-command.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

export interface DockerEngine extends AsyncDisposable {
  /** Runs the docker command against this engine. */
  docker(...parameters: readonly string[]): Promise<CommandOutput>
}

/** Starts a Docker Engine of its own: nothing it stores, and no network it makes, is shared with another one. */
export async function startDockerEngine(): Promise<DockerEngine> {
  await using resources = new AsyncDisposableStack()
  const folder = resources.use(await createTemporaryFolder())
  const socket = `unix://${join(folder.path, 'docker.sock')}`
  const data = join(folder.path, 'data')
  const configuration = join(folder.path, 'daemon.json')
  await writeFile(
    configuration,
    JSON.stringify({
      hosts: [socket],
      'data-root': data,
      'exec-root': join(folder.path, 'exec'),
      pidfile: join(folder.path, 'docker.pid'),
      'storage-driver': 'vfs',
      'insecure-registries': ['127.0.0.0/8'],
      // No container is ever run, so the machine's network is left alone.
      bridge: 'none',
      iptables: false,
      ip6tables: false,
      'ip-forward': false,
    }),
  )
  resources.defer(() => unmount(data))
  resources.use(
    await startDaemon('dockerd', ['--config-file', configuration], {
      workingFolder: folder.path,
      readyPattern: /API listen on /,
    }),
  )
  const kept = resources.move()
  return {
    docker: (...parameters) =>
      runCommand('docker', parameters, {
        environment: {
          DOCKER_HOST: socket,
          DOCKER_CONFIG: join(folder.path, 'client'),
          // BuildKit comes as a plug-in that Debian packages apart; the engine's own builder is enough.
          DOCKER_BUILDKIT: '0',
        },
      }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** An engine mounts its data folder on itself. It undoes that when it stops, but not when it crashes. */
async function unmount(folder: string): Promise<void> {
  const mounts = await readFile('/proc/self/mounts', 'utf8')
  if (mounts.includes(` ${folder} `)) await runCommand('umount', [folder])
}
