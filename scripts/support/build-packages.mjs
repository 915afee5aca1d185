import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs'
import { runPnpm } from './pnpm.mjs'
import { packageFolders, root } from './repository.mjs'
import { runStep } from './run-program.mjs'

const turboOptions = [
  '--output-logs=errors-only',
  '--no-update-notifier',
  // turbo would otherwise keep pnpm's settings from the pnpm that it starts for each package.
  '--env-mode=loose',
]

/** Builds every package, unless no source changed since the last build: then not even turbo is started. */
export async function buildPackages() {
  const folders = packageFolders()
  const wanted = fingerprint([
    'pnpm-lock.yaml',
    'tsconfig.base.json',
    'turbo.json',
    ...folders.flatMap((folder) => ['src', 'package.json', 'tsconfig.json'].map((name) => `${folder}/${name}`)),
  ])
  const isBuilt = folders.every((folder) => existsSync(join(root, folder, 'dist', '.tsbuildinfo')))
  if (isBuilt && readStamp('built') === wanted) return true
  const built = await runStep('Building', () => runPnpm(['exec', 'turbo', 'run', 'build', ...turboOptions]))
  if (built) writeStamp('built', wanted)
  return built
}
