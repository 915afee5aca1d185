import { startDaemon } from '../../../clients/support/daemon.ts'
import { createTemporaryFolder } from '../../../clients/support/temporary-folder.ts'
import type { ForeignServer } from './foreign-server.ts'
import { findFreePort } from './free-port.ts'

interface Start {
  readonly file: string
  readonly parameters: (port: number, folder: string) => readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly readyPattern: RegExp
}

/** Starts a server that keeps what it stores in a folder, as long as it runs. */
export async function startServer({ file, parameters, environment, readyPattern }: Start): Promise<ForeignServer> {
  await using resources = new AsyncDisposableStack()
  const folder = resources.use(await createTemporaryFolder()).path
  const port = await findFreePort()
  const options = { workingFolder: folder, environment, readyPattern }
  resources.use(await startDaemon(file, parameters(port, folder), options))
  const kept = resources.move()
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
