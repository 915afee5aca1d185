import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stripVTControlCharacters } from 'node:util'
import { root } from './repository.mjs'

const hasProcessGroups = process.platform !== 'win32'

/**
 * Everything started here, each the leader of its own process group, so that what it started goes with it.
 * @type {Set<import('node:child_process').ChildProcess>}
 */
const running = new Set()

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/** @param {NodeJS.Signals} signal */
function endEverything(signal) {
  for (const child of running) killGroup(child, 'SIGTERM')
  process.exit(signal === 'SIGINT' ? 130 : 143)
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function killGroup(child, signal) {
  if (child.pid === undefined) return
  try {
    process.kill(hasProcessGroups ? -child.pid : child.pid, signal)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error
  }
}

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [environment] added to ours
 * @property {boolean} [show] prints the output as it comes instead of keeping it
 *
 * @typedef {object} RunResult
 * @property {boolean} succeeded
 * @property {string} output what was printed on both streams; empty when shown
 */

/**
 * Runs a program in the root folder with no standard input and never throws because of how it ended.
 * @param {string} file
 * @param {string[]} parameters
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export async function runProgram(file, parameters, { environment, show = false } = {}) {
  const child = spawn(file, parameters, {
    cwd: root,
    env: { ...process.env, ...(show && process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...environment },
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    detached: hasProcessGroups,
    // npm's own programs are .cmd files there, which only a shell can start.
    shell: process.platform === 'win32' && file === 'npx',
  })
  if (running.size === 0) for (const signal of signals) process.on(signal, endEverything)
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text))
  }
  try {
    const [exitCode, signal] = await once(child, 'close')
    if (signal !== null) output += `\n${file} was ended by ${signal}\n`
    // Some tools colour their output wherever CI is set, whatever NO_COLOR says.
    return { succeeded: exitCode === 0, output: stripVTControlCharacters(output) }
  } catch (error) {
    return { succeeded: false, output: `${output}${file} could not be started: ${String(error)}\n` }
  } finally {
    running.delete(child)
    if (running.size === 0) for (const signal of signals) process.off(signal, endEverything)
  }
}

/**
 * Runs a piece of work with one line of output when it succeeds and with all it printed when it fails.
 * @param {string} title
 * @param {() => Promise<RunResult>} work
 * @returns {Promise<boolean>} whether it succeeded
 */
export async function runStep(title, work) {
  const startedAt = performance.now()
  process.stdout.write(`${title} ... `)
  const { succeeded, output } = await work()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  process.stdout.write(`${succeeded ? 'done' : 'FAILED'} (${seconds} s)\n`)
  if (!succeeded) process.stdout.write(output.endsWith('\n') ? output : `${output}\n`)
  return succeeded
}
