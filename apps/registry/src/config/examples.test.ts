import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { checkConfiguration } from '../cli/check-configuration.ts'
import { loadConfiguration } from './load-configuration.ts'

const folder = fileURLToPath(new URL('../../../../examples/', import.meta.url))

const samples = globSync('*.yml', { cwd: folder })

it.each(samples)('the sample %s is taken by "registry config check", which shows no secret of it', async (name) => {
  let printed = ''
  const print = (text: string): string => (printed += text)
  const terminal = { environment: {}, print, printError: print }
  expect(await checkConfiguration(folder + name, terminal)).toBe(0)
  expect(printed).toContain('version: 0.1')
  expect(printed).not.toMatch(/AKID|xxxx/)
})

it.each(samples)('the sample %s can be used, and every key of it has an effect', async (name) => {
  const { configuration, warnings } = await loadConfiguration({ file: folder + name, environment: {} })
  expect(warnings).toEqual([])
  expect(configuration.storage.delete.enabled).toBe(true)
})
