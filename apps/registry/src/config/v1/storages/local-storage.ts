import type { StorageMapping } from './storage-mapping.ts'

export const localStorage: StorageMapping = {
  driver: 'filesystem',
  redirects: false,
  parameters: (settings) => ({ rootdirectory: settings.text('storage_path') ?? './tmp' }),
}
