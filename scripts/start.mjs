// `npm start [-- FILE]`: installs and builds what is missing or out of date, then runs the registry.
import { buildPackages } from './support/build-packages.mjs'
import { installDependencies } from './support/install-dependencies.mjs'
import { runRegistry } from './support/run-registry.mjs'

if ((await installDependencies()) && (await buildPackages())) {
  process.exitCode = await runRegistry(process.argv.slice(2))
} else {
  process.exitCode = 1
}
