import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { defaultConfiguration, parseConfiguration } from './default-configuration.ts'
import { loadConfiguration } from './load-configuration.ts'

it('the default for programs is the one of a start without a file', async () => {
  expect(defaultConfiguration()).toEqual((await loadConfiguration({ environment: {} })).configuration)
})

it("a partial document gets a file's defaults", () => {
  const configuration = parseConfiguration({ storage: 'inmemory', http: { addr: '127.0.0.1:0' } })
  expect(configuration.storage.driver).toEqual({ name: 'inmemory', parameters: {} })
  expect(configuration.storage.delete.enabled).toBe(false)
  expect(configuration.http.addr).toBe('127.0.0.1:0')
})

it('a document without a driver gets the folder', () => {
  const driver = { name: 'filesystem', parameters: { rootdirectory: resolve('data') } }
  expect(parseConfiguration({}).storage.driver).toEqual(driver)
})

it.each([null, 'text', 5, []])('%j is no document', (document) => {
  expect(() => parseConfiguration(document)).toThrow('expected a section of keys and values')
})
