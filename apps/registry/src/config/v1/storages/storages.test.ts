import { describe, expect, it } from 'vitest'
import type { LoadedConfiguration } from '../../load-configuration.ts'
import { loadFlavours } from '../../testing/load-flavours.ts'
import { problemsOf } from '../../testing/load-text.ts'

type Environment = Readonly<Record<string, string>>

function load(settings: string, environment: Environment = {}): Promise<LoadedConfiguration> {
  return loadFlavours(`dev: {${settings}}\n`, environment)
}

async function parametersOf(settings: string): Promise<Readonly<Record<string, unknown>>> {
  return (await load(settings)).configuration.storage.driver.parameters
}

describe('local storage', () => {
  it.each(['local', 'file', 'LOCAL'])('%s is a folder', async (storage) => {
    const { storage: section } = (await load(`storage: ${storage}, storage_path: /srv/registry`)).configuration
    expect(section.driver).toEqual({ name: 'filesystem', parameters: { rootdirectory: '/srv/registry' } })
  })

  it('is ./tmp where no path is given, as in v1', async () => {
    expect(await parametersOf('storage: local')).toEqual({ rootdirectory: './tmp' })
  })
})

describe('Aliyun OSS', () => {
  const account = 'oss_bucket: images, oss_accessid: 0123, oss_accesskey: yes, storage_path: /registry/'

  it.each(['alioss', 'oss'])('%s is the driver oss, with keys and paths as they are written', async (storage) => {
    const { configuration } = await load(`storage: ${storage}, ${account}, oss_region: oss-cn-beijing`)
    expect(configuration.storage.driver).toEqual({
      name: 'oss',
      parameters: {
        accesskeyid: '0123',
        accesskeysecret: 'yes',
        bucket: 'images',
        region: 'oss-cn-beijing',
        rootdirectory: '/registry/',
      },
    })
  })

  it.each([
    ['oss_region: cn-beijing', { region: 'cn-beijing' }],
    ['oss_host: oss.aliyuncs.com', { region: 'oss-cn-hangzhou' }],
    ['oss_host: oss-internal.aliyuncs.com', { region: 'oss-cn-hangzhou', internal: true }],
    ['oss_host: oss-cn-beijing.aliyuncs.com', { region: 'oss-cn-beijing' }],
    ['oss_host: oss-us-west-1-internal.aliyuncs.com', { region: 'oss-us-west-1', internal: true }],
    ['oss_endpoint: images.oss-cn-beijing.aliyuncs.com', { region: 'oss-cn-beijing' }],
    ['oss_endpoint: "http://oss-cn-beijing.aliyuncs.com/"', { region: 'oss-cn-beijing', secure: false }],
    ['oss_endpoint: "https://oss-cn-beijing.aliyuncs.com"', { region: 'oss-cn-beijing' }],
    [
      'oss_region: oss-cn-beijing, oss_endpoint: images.example.com',
      { region: 'oss-cn-beijing', endpoint: 'images.example.com' },
    ],
  ])('%s is %j', async (settings, location) => {
    const { configuration, warnings } = await load(`storage: alioss, ${account}, ${settings}`)
    const names = ['region', 'internal', 'endpoint', 'secure']
    const parameters = Object.entries(configuration.storage.driver.parameters)
    expect(Object.fromEntries(parameters.filter(([name]) => names.includes(name)))).toEqual(location)
    expect(warnings).toEqual([])
  })

  it.each([
    [
      '',
      { region: 'oss-cn-hangzhou' },
      'neither oss_region nor oss_endpoint is set: the bucket is taken to be in Hangzhou (oss-cn-hangzhou), where v1 looked for it',
    ],
    [
      ', oss_host: images.example.com',
      { region: 'oss-cn-hangzhou', endpoint: 'images.example.com' },
      'oss_region is not set, and images.example.com does not tell it: taken as Hangzhou (oss-cn-hangzhou)',
    ],
    [
      ', oss_endpoint: oss-accelerate.aliyuncs.com',
      { region: 'oss-cn-hangzhou', endpoint: 'oss-accelerate.aliyuncs.com' },
      'oss_region is not set, and oss-accelerate.aliyuncs.com does not tell it: taken as Hangzhou (oss-cn-hangzhou)',
    ],
  ])('without a region is in Hangzhou, with a warning: %j', async (settings, location, warning) => {
    const { configuration, warnings } = await load(`storage: alioss, ${account}${settings}`)
    expect(configuration.storage.driver.parameters).toMatchObject(location)
    expect(warnings).toEqual([warning])
  })

  it('has one host', async () => {
    const problems = await problemsOf(load(`storage: alioss, ${account}, oss_host: a.example, oss_endpoint: b.example`))
    expect(problems).toEqual([
      expect.stringMatching(/^dev\.oss_host: expected nothing beside oss_endpoint \(line 1 of/),
    ])
  })

  it('knows a misspelt setting', async () => {
    const { warnings } = await load(`storage: alioss, ${account}, oss_region: a, oss_regoin: b, s3_buckt: c`)
    expect(warnings).toEqual([
      'without effect here, of the v1 flavour dev: s3_buckt',
      'dev.oss_regoin has no effect: v1 has no such setting; did you mean oss_region?',
    ])
  })
})

describe('S3', () => {
  it("has the parameters of the Go registry's driver", async () => {
    const parameters = await parametersOf(
      `storage: s3, s3_bucket: images, boto_bucket: images, s3_access_key: 0123, s3_secret_key: abc, s3_region: eu-west-1,
       s3_encrypt: true, s3_secure: no, boto_host: s3.example, boto_port: 8080, storage_path: /registry,
       boto_calling_format: boto.s3.connection.OrdinaryCallingFormat`,
    )
    expect(parameters).toEqual({
      accesskey: '0123',
      secretkey: 'abc',
      bucket: 'images',
      region: 'eu-west-1',
      regionendpoint: 's3.example:8080',
      secure: false,
      encrypt: true,
      forcepathstyle: true,
      rootdirectory: '/registry',
    })
  })

  it('without a region is where boto looked, with a warning', async () => {
    const { configuration, warnings } = await load('storage: s3, boto_bucket: images, s3_region: ~')
    expect(configuration.storage.driver.parameters).toEqual({ bucket: 'images', region: 'us-east-1' })
    expect(warnings).toEqual(['s3_region is not set: taken as us-east-1, as in v1'])
  })

  it('needs a bucket', async () => {
    expect(await problemsOf(load('storage: s3, s3_region: a'))).toEqual([
      expect.stringMatching(/^dev\.s3_bucket: expected the name of a bucket, not nothing/),
    ])
  })
})

describe('redirects to the store', () => {
  const s3 = 'storage: s3, s3_bucket: images, s3_region: a'

  it.each([
    ['', true],
    [', storage_redirect: ~', true],
    [', storage_redirect: false', true],
    [', storage_redirect: true', false],
  ])('are off unless storage_redirect is true, as in v1: %j', async (settings, disable) => {
    expect((await load(s3 + settings)).configuration.storage.redirect).toEqual({ disable })
  })

  it('need a store that can do it', async () => {
    expect((await load('storage: local, storage_redirect: true')).warnings).toEqual([
      'without effect here, of the v1 flavour dev: storage_redirect',
    ])
  })
})
