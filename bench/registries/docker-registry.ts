import { findProgram } from '../support/find-program.ts'
import { writeDistributionConfiguration } from './distribution-configuration.ts'
import { Unavailable, type RegistryKind } from './registry-kind.ts'

/** The Go registry 2.8 as Debian packs it. */
export const dockerRegistry: RegistryKind = {
  name: 'distribution2',
  layout: 'distribution',
  lacks: {
    'pages of tags': 'it ignores n and sends all tags',
    'long walks': 'it looks through all repositories for each page; see catalog-last for what one costs',
  },
  locate: async () => {
    const file = findProgram('docker-registry')
    if (file === undefined) throw new Unavailable("Debian's package docker-registry is not installed")
    return (site) => ({ file, parameters: ['serve', writeDistributionConfiguration(site)] })
  },
}
