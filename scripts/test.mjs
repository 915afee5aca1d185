// `npm test`: every check of the repository, then every test. The last line is the counts.
import { buildPackages } from './support/build-packages.mjs'
import { checkPackedPackages } from './support/check-packed-packages.mjs'
import { installDependencies } from './support/install-dependencies.mjs'
import { installTestPrograms } from './support/install-test-programs.mjs'
import { tool } from './support/repository.mjs'
import { runProgram, runStep } from './support/run-program.mjs'
import { runTests } from './support/run-tests.mjs'
import { summarize } from './support/summary.mjs'

/** @type {string[]} */
const failedSteps = []

/**
 * @param {string} title
 * @param {boolean} succeeded
 */
function note(title, succeeded) {
  if (!succeeded) failedSteps.push(title)
  return succeeded
}

/**
 * @param {string} title
 * @param {Parameters<typeof runStep>[1]} work
 */
const check = async (title, work) => note(title, await runStep(title, work))

async function runEverything() {
  const tally = { passed: 0, failed: 0, skips: [] }
  if (!note('Installing the dependencies', await installDependencies())) return tally
  const built = note('Building', await buildPackages())
  await check('Checking the format', () => runProgram(tool('oxfmt'), ['--check']))
  await check('Linting', () => runProgram(tool('oxlint'), ['--type-aware', '--deny-warnings']))
  await check('Checking the types of scripts', () => runProgram(tool('tsc'), ['-p', 'scripts']))
  await check('Checking the types of the benchmark', () => runProgram(tool('tsc'), ['-p', 'bench']))
  await check('Checking the types of client tests', () => runProgram(tool('tsc'), ['-p', 'apps/registry/clients']))
  await check('Checking the types of trials', () => runProgram(tool('tsc'), ['-p', 'apps/registry/trials']))
  await check('Looking for what is unused', () => runProgram(tool('knip'), []))
  if (!built) return tally
  await check('Checking the packed packages', checkPackedPackages)
  if (!note("Installing the tests' programs", await installTestPrograms())) return tally
  return runTests()
}

const { text, failed } = summarize(await runEverything(), failedSteps)
process.stdout.write(text)
process.exitCode = failed ? 1 : 0
