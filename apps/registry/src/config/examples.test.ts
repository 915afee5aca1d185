import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { loadConfiguration } from './load-configuration.ts'

const folder = fileURLToPath(new URL('../../../../examples/', import.meta.url))

it.each(globSync('**/*.yml', { cwd: folder }))(
  'the sample %s can be used, and every key of it has an effect',
  async (name) => {
    const { configuration, warnings } = await loadConfiguration({ file: folder + name, environment: {} })
    expect(warnings).toEqual([])
    expect(configuration.storage.delete.enabled).toBe(true)
  },
)
