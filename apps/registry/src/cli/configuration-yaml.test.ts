import { expect, it } from 'vitest'
import { parseConfiguration } from '../config/default-configuration.ts'
import { loadConfiguration } from '../config/load-configuration.ts'
import { temporaryFile } from '../config/testing/load-text.ts'
import { configurationYaml } from './configuration-yaml.ts'

it('gives the same configuration when it is read again', async () => {
  const configuration = parseConfiguration({
    storage: {
      filesystem: { rootdirectory: '/a', oddpath: 'yes' },
      cache: { blobdescriptor: 'inmemory', lifetime: '90s' },
    },
    http: { addr: '[::1]:0', prefix: 'a', headers: { 'X-A': ['on', '0123'] }, tls: { certificate: '/c', key: '/k' } },
    log: { level: 'debug', fields: { a: 'no', b: 1 } },
    validation: { manifests: { urls: { allow: ['^https?://[^/]*$'] } } },
    catalog: { sqlite: { path: '/c' }, writetimeout: '90s' },
  })
  const file = await temporaryFile(
    'again.yml',
    configurationYaml(configuration, { driver: configuration.storage.driver.parameters, catalog: { path: '/c' } }),
  )
  expect((await loadConfiguration({ file, environment: {} })).configuration).toEqual(configuration)
})

it('masks secrets', () => {
  const configuration = parseConfiguration({
    storage: { oss: { accesskeyid: 'hunter2', accesskeysecret: 'hunter2', endpoint: 'https://u:hunter2@a' } },
    http: { secret: 'hunter2', headers: { Authorization: ['hunter2'] } },
    log: { fields: { token: 'hunter2' } },
    catalog: { mysql: {} },
  })
  const yaml = configurationYaml(configuration, {
    driver: configuration.storage.driver.parameters,
    catalog: { dsn: 'registry:hunter2@tcp(a)/b', host: 'a' },
  })
  expect(yaml).not.toContain('hunter2')
  expect(yaml).toContain('secret: "***"')
})
