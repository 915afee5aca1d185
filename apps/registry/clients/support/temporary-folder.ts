import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
}

/** A new folder that is removed, with all that is in it, when it is disposed of. */
export async function createTemporaryFolder(): Promise<TemporaryFolder> {
  // Sockets are made in such folders, and a socket's path has room for about a hundred characters.
  const path = await mkdtemp(join(tmpdir(), 'moorage-'))
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}
