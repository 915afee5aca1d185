import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface StoreConfiguration {
  /** Undefined: the registry makes one and keeps it in the store. */
  readonly secret?: string | undefined
  /** Default: info. */
  readonly logLevel?: string
  /** More lines of the `storage` section. */
  readonly storage?: readonly string[]
  /** More sections. */
  readonly sections?: readonly string[]
  /** Default: `data` in the folder. */
  readonly rootdirectory?: string
  /** Lines of the `http` section. */
  readonly http?: readonly string[]
}

/** Writes a configuration for a store in `folder`, and returns its path. */
export async function writeConfiguration(folder: string, options: StoreConfiguration = {}): Promise<string> {
  const {
    secret,
    logLevel = 'info',
    storage = [],
    sections = [],
    http = [],
    rootdirectory = join(folder, 'data'),
  } = options
  const path = join(folder, 'configuration.yml')
  const lines = [
    'version: 0.1',
    `log: { level: ${logLevel}, accesslog: { disabled: true } }`,
    'storage:',
    `  filesystem: { rootdirectory: ${rootdirectory} }`,
    '  delete: { enabled: true }',
    ...storage.map((line) => `  ${line}`),
    'http:',
    '  addr: 127.0.0.1:0',
    ...(secret === undefined ? [] : [`  secret: ${secret}`]),
    ...http.map((line) => `  ${line}`),
    ...sections,
  ]
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}
