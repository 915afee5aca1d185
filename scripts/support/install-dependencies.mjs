import { existsSync } from 'node:fs'
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs'
import { runPnpm } from './pnpm.mjs'
import { node, packageFolders } from './repository.mjs'
import { runStep } from './run-program.mjs'

/** Installs what the lockfile names, unless that was done since it last changed. */
export async function installDependencies() {
  const wanted = fingerprint([
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    ...packageFolders().map((folder) => `${folder}/package.json`),
  ])
  if (existsSync(node) && readStamp('installed') === wanted) return true
  const installed = await runStep('Installing the dependencies', () => runPnpm(['install', '--frozen-lockfile']))
  if (installed) writeStamp('installed', wanted)
  return installed
}
