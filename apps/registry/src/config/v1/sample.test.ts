import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { loadConfiguration } from '../load-configuration.ts'

const file = fileURLToPath(new URL('../../../../../examples/v1-flavours.yml', import.meta.url))
const account = { OSS_BUCKET: 'images', OSS_KEY: 'id', OSS_SECRET: 'secret' }
const parameters = { accesskeyid: 'id', accesskeysecret: 'secret', bucket: 'images', rootdirectory: '/registry' }

it.each([
  [undefined, 'debug', { name: 'filesystem', parameters: { rootdirectory: '/var/lib/registry' } }],
  ['oss', 'info', { name: 'oss', parameters: { ...parameters, region: 'oss-cn-hangzhou' } }],
  [
    'prod',
    'warn',
    {
      name: 'oss',
      parameters: {
        ...parameters,
        region: 'oss-cn-hangzhou',
        endpoint: 'oss-cn-hangzhou-internal.aliyuncs.com',
      },
    },
  ],
])('each flavour of the sample can be used, and every setting has an effect: %s', async (flavour, level, driver) => {
  const { configuration, warnings } = await loadConfiguration({
    file,
    environment: { ...account, SETTINGS_FLAVOR: flavour },
  })
  expect(warnings).toEqual([])
  expect(configuration.log.level).toBe(level)
  expect(configuration.storage.driver).toEqual(driver)
})
