import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runProgram, runStep } from './run-program.mjs'

/**
 * What the tests run besides Node. Where several packages are named, releases of Debian differ: they are
 * tried in turn until the program is there.
 */
const programs = [
  { program: 'dockerd', packages: ['docker.io'] },
  { program: 'docker', packages: ['docker.io', 'docker-cli'] },
  { program: 'skopeo', packages: ['skopeo'] },
  { program: 'buildah', packages: ['buildah'] },
  { program: 'docker-registry', packages: ['docker-registry'] },
  { program: 'mariadbd', packages: ['mariadb-server'] },
]

/** Installs the clients that are missing; where it may not, it says which package is needed. */
export async function installTestPrograms() {
  for (const { program, packages } of programs) {
    for (const name of packages) {
      if (!isInstalled(program)) await installPackage(name)
    }
    if (!isInstalled(program)) {
      process.stdout.write(
        `The tests need the program ${program}, from Debian's package ${packages.join(' or ')}: install it, ` +
          'or run `npm run test:unit` for the tests that need no clients.\n',
      )
      return false
    }
  }
  return true
}

/** @param {string} name of a Debian package */
async function installPackage(name) {
  const apt = await aptCommand()
  if (apt === undefined) return
  const install = () => runProgram(apt.file, [...apt.parameters, 'install', '--yes', '--no-install-recommends', name])
  await runStep(`Installing Debian's package ${name}`, async () => {
    const first = await install()
    if (first.succeeded) return first
    // The lists of packages may be missing, as in a container image, or out of date.
    const update = await runProgram(apt.file, [...apt.parameters, 'update'])
    return update.succeeded ? install() : update
  })
}

/** How to run apt-get here, or undefined where it is missing or not allowed. */
async function aptCommand() {
  if (!isInstalled('apt-get')) return undefined
  const environment = ['DEBIAN_FRONTEND=noninteractive', 'apt-get']
  if (process.getuid?.() === 0) return { file: 'env', parameters: environment }
  const { succeeded } = await runProgram('sudo', ['-n', 'true'])
  return succeeded ? { file: 'sudo', parameters: ['-n', 'env', ...environment] } : undefined
}

/** @param {string} program */
function isInstalled(program) {
  // Debian keeps daemons in folders that a user's PATH leaves out.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']
  return folders.some((folder) => isExecutable(join(folder, program)))
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
