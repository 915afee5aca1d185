import { readManifest } from './repository.mjs'
import { runProgram } from './run-program.mjs'

/**
 * Runs the pnpm that package.json names; npx fetches it where it is missing.
 * @param {string[]} parameters
 */
export function runPnpm(parameters) {
  const { packageManager = 'pnpm' } = readManifest('.')
  return runProgram('npx', ['--yes', packageManager, ...parameters], {
    environment: {
      // Without a terminal pnpm otherwise refuses to replace an out-of-date node_modules.
      CI: 'true',
      // npx has already chosen the version; looking for it again would only write it into the lockfile.
      pnpm_config_pm_on_fail: 'ignore',
      TURBO_TELEMETRY_DISABLED: '1',
    },
  })
}
