import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { writeDistributionConfiguration } from './distribution-configuration.ts'
import { type Launch, type RegistryKind, Unavailable } from './registry-kind.ts'

const program = join(import.meta.dirname, '..', '..', 'apps', 'registry', 'dist', 'main.js')

export const moorageName = 'moorage'

/** @param profileFolder where it leaves a CPU profile when it ends */
export function createMoorage(profileFolder: string | undefined): RegistryKind {
  return {
    name: moorageName,
    layout: 'distribution',
    locate: async () => {
      assertBuilt()
      return (site) => launchMoorage(writeDistributionConfiguration(site), profileFolder)
    },
  }
}

/** @throws Unavailable */
export function assertBuilt(): void {
  if (!existsSync(program)) throw new Unavailable('not built: npm run build')
}

export function launchMoorage(configuration: string, profileFolder: string | undefined): Launch {
  return {
    file: process.execPath,
    parameters: [program, 'serve', configuration],
    environment: profileFolder === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}` },
  }
}
