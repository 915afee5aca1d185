import { buildGoProgram } from './build-go-program.ts'
import type { RegistryKind } from './registry-kind.ts'

export const olareg: RegistryKind = {
  name: 'olareg',
  layout: 'oci',
  lacks: { catalog: 'it has no catalog' },
  locate: async () => {
    const file = await buildGoProgram({
      name: 'olareg',
      module: 'github.com/olareg/olareg',
      version: 'v0.1.2',
      package: 'cmd/olareg',
    })
    return (site) => {
      const serve = ['serve', '--addr', '127.0.0.1', '--port', String(site.port), '--dir', site.dataFolder]
      const logs = site.logs === 'off' ? ['--verbosity', 'error'] : []
      return { file, parameters: [...serve, '--api-delete', '--api-blob-delete', ...logs] }
    }
  },
}
