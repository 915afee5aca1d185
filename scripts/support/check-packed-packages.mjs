import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runPnpm } from './pnpm.mjs'
import { node, packageFolders, readManifest, tool } from './repository.mjs'
import { runProgram } from './run-program.mjs'

/**
 * @typedef {import('./repository.mjs').Manifest} Manifest
 * @typedef {import('./run-program.mjs').RunResult} RunResult
 */

/**
 * Packs every public package and checks what a user would get: publint and attw on the tarball, and an
 * import of every entry point in a project that has nothing but the tarballs.
 * @returns {Promise<RunResult>}
 */
export async function checkPackedPackages() {
  const folder = mkdtempSync(join(tmpdir(), 'moorage-packed-'))
  try {
    const packed = await runPnpm(['-r', 'pack', '--pack-destination', folder])
    if (!packed.succeeded) return packed
    const manifests = packageFolders()
      .map(readManifest)
      .filter((manifest) => manifest.private !== true)
    const results = []
    for (const manifest of manifests) results.push(...(await lintTarball(tarballOf(folder, manifest))))
    results.push(await importFromTarballs(folder, manifests))
    const failures = results.filter((result) => !result.succeeded)
    return { succeeded: failures.length === 0, output: failures.map((failure) => failure.output).join('\n') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * @param {string} folder
 * @param {Manifest} manifest
 */
function tarballOf(folder, { name, version }) {
  return join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
}

/**
 * @param {string} tarball
 * @returns {Promise<RunResult[]>}
 */
async function lintTarball(tarball) {
  return [
    await runProgram(tool('publint'), ['run', tarball, '--strict']),
    await runProgram(tool('attw'), [tarball, '--profile=esm-only', '--no-color']),
  ]
}

/**
 * Finds what works in the workspace only, such as a dependency that package.json does not name.
 * @param {string} folder with the tarballs
 * @param {Manifest[]} manifests
 * @returns {Promise<RunResult>}
 */
async function importFromTarballs(folder, manifests) {
  const project = join(folder, 'project')
  const tarballs = Object.fromEntries(
    manifests.map((manifest) => [manifest.name, `file:${tarballOf(folder, manifest)}`]),
  )
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', dependencies: tarballs }))
  // The tarballs depend on each other by version, which no package registry has yet.
  writeFileSync(join(project, 'pnpm-workspace.yaml'), JSON.stringify({ overrides: tarballs }))
  const imports = manifests.flatMap(entryPoints).map((entryPoint) => `await import(${JSON.stringify(entryPoint)})\n`)
  writeFileSync(join(project, 'imports.js'), imports.join(''))
  const installed = await runPnpm(['--dir', project, 'install', '--prefer-offline', '--ignore-scripts'])
  return installed.succeeded ? runProgram(node, [join(project, 'imports.js')]) : installed
}

/** @param {Manifest} manifest */
function entryPoints({ name, exports = {} }) {
  return Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => name + path.slice(1))
}
