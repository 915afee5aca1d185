import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { node, root } from './repository.mjs'

/**
 * Runs the built registry in the caller's folder until it ends, and passes signals on.
 * @param {string[]} parameters of `registry serve`
 * @returns {Promise<number>} the exit code
 */
export async function runRegistry(parameters) {
  const child = spawn(node, [join(root, 'apps', 'registry', 'dist', 'main.js'), 'serve', ...parameters], {
    // npm starts scripts in the root folder and says here where the user was.
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    stdio: 'inherit',
    // In its own process group a Ctrl-C of the terminal reaches only us, and the registry gets it once.
    detached: process.platform !== 'win32',
  })
  const exit = once(child, 'exit')
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, passOnOnce(child))
  }
  const [exitCode, signal] = await exit
  return exitCode ?? (signal === 'SIGINT' ? 130 : 143)
}

/**
 * Ctrl-C arrives twice under npm: from the terminal, and again from npm, which passes on its own. A second
 * signal would make the registry drop its connections, so what follows within a second counts as the same.
 * @param {import('node:child_process').ChildProcess} child
 */
function passOnOnce(child) {
  let passedOnAt = Number.NEGATIVE_INFINITY
  return (/** @type {NodeJS.Signals} */ signal) => {
    if (performance.now() - passedOnAt < 1000) return
    passedOnAt = performance.now()
    child.kill(signal)
  }
}
