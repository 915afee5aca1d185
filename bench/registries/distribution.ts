import { buildGoProgram } from './build-go-program.ts'
import { writeDistributionConfiguration } from './distribution-configuration.ts'
import type { RegistryKind } from './registry-kind.ts'

/** The Go registry 3. */
export const distribution: RegistryKind = {
  name: 'distribution3',
  layout: 'distribution',
  locate: async () => {
    const file = await buildGoProgram({
      name: 'registry',
      module: 'github.com/distribution/distribution/v3',
      version: 'v3.1.2',
      package: 'cmd/registry',
    })
    return (site) => ({
      file,
      parameters: ['serve', writeDistributionConfiguration(site)],
      // Otherwise it sends traces to a collector that is not there.
      environment: { OTEL_TRACES_EXPORTER: 'none' },
    })
  },
}
