import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { writeDistributionConfiguration } from './distribution-configuration.ts'
import { Unavailable, type RegistryKind } from './registry-kind.ts'

const program = join(import.meta.dirname, '..', '..', 'apps', 'registry', 'dist', 'main.js')

export const moorageName = 'moorage'

/** @param profileFolder where it leaves a CPU profile when it ends */
export function createMoorage(profileFolder?: string): RegistryKind {
  return {
    name: moorageName,
    layout: 'distribution',
    locate: async () => {
      if (!existsSync(program)) throw new Unavailable('not built: npm run build')
      return (site) => ({
        file: process.execPath,
        parameters: [program, 'serve', writeDistributionConfiguration(site)],
        environment: profileFolder === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileFolder}` },
      })
    },
  }
}
