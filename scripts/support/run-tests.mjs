import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { node, root } from './repository.mjs'
import { runProgram } from './run-program.mjs'

/** @typedef {import('../vitest/tally-reporter.mjs').Tally} Tally */

/**
 * Runs every vitest project, output shown as it comes.
 * @returns {Promise<Tally>}
 */
export async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'moorage-tally-'))
  const tallyFile = join(folder, 'tally.json')
  try {
    const { succeeded } = await runProgram(
      node,
      [
        join(root, 'node_modules', 'vitest', 'vitest.mjs'),
        'run',
        '--reporter=default',
        `--reporter=${join(root, 'scripts', 'vitest', 'tally-reporter.mjs')}`,
      ],
      { environment: { MOORAGE_TALLY_FILE: tallyFile }, show: true },
    )
    const tally = readTally(tallyFile)
    // Something other than a test may have failed: no test was found, or vitest itself broke.
    return succeeded || tally.failed > 0 ? tally : { ...tally, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * @param {string} file
 * @returns {Tally}
 */
function readTally(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    process.stdout.write(`vitest ended without its counts: ${String(error)}\n`)
    return { passed: 0, failed: 1, skips: [] }
  }
}
