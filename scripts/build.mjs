// `npm run build`: what `npm start` does before it starts.
import { buildPackages } from './support/build-packages.mjs'
import { installDependencies } from './support/install-dependencies.mjs'

process.exitCode = (await installDependencies()) && (await buildPackages()) ? 0 : 1
