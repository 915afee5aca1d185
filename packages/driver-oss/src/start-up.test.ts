import { type Account, defaultAccount, type EmulatorOptions } from '@moorage/object-store-emulator'
import { createDriverStarter, describeFailingStarts, describeWrongClock } from '@moorage/testkit/driver'
import { expect, test } from 'vitest'
import { openOssDriver } from './open-oss-driver.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const start = createDriverStarter(startBucket, (emulator, parameters, context, settings) =>
  openOssDriver(optionsFor(emulator, parameters), context, settings),
)

const temporary: Account = { id: 'temporary', secret: 'temporary-secret', token: 'token' }
const expired: Account = { ...temporary, tokenExpiresAt: new Date(0) }
const temporaryKeys = { accesskeyid: temporary.id, accesskeysecret: temporary.secret, ststoken: temporary.token }
const newAccount: Partial<EmulatorOptions> = {
  buckets: [{ service: 'oss', name: bucketName, region: 'cn-hangzhou', forbidsPublicEndpoint: true }],
}

const secrets = ['a-wrong-secret', defaultAccount.secret, temporary.secret]

describeFailingStarts(start, secrets, [
  [
    'the bucket is missing',
    { parameters: { bucket: 'other' } },
    'CONFIG_INVALID',
    'oss: there is no bucket other; create it in the region oss-cn-hangzhou, or correct the parameters bucket and region',
  ],
  [
    'the region is another one',
    { parameters: { region: 'cn-beijing' } },
    'CONFIG_INVALID',
    'oss: the bucket images is in the region oss-cn-hangzhou, not in cn-beijing; correct the parameters region and endpoint',
  ],
  [
    'the endpoint is in another region than the signature',
    { fault: { code: 'InvalidArgument', message: 'Invalid signing region in Authorization header.' } },
    'CONFIG_INVALID',
    'oss: the region oss-cn-hangzhou is not that of the endpoint; check the parameters region and endpoint',
  ],
  [
    'the key is unknown',
    { parameters: { accesskeyid: 'nobody' } },
    'CONFIG_INVALID',
    'oss: OSS does not know the key of the parameter accesskeyid; temporary keys need the parameter ststoken as well',
  ],
  [
    'the token is that of another key',
    { parameters: { ...temporaryKeys, ststoken: 'other' }, emulator: { accounts: [temporary] } },
    'CONFIG_INVALID',
    'oss: the token of the parameter ststoken is not that of the key',
  ],
  [
    'the token has expired',
    { parameters: temporaryKeys, emulator: { accounts: [expired] } },
    'CONFIG_INVALID',
    'oss: the temporary credentials of the parameter ststoken have expired',
  ],
  [
    'the secret is wrong',
    { parameters: { accesskeysecret: 'a-wrong-secret' } },
    'CONFIG_INVALID',
    'oss: the parameter accesskeysecret has not the secret that belongs to the key',
  ],
  [
    'the key has no right to the bucket',
    { emulator: { accounts: [{ ...defaultAccount, permissions: ['GetObject'] }] } },
    'ACCESS_DENIED',
    'oss: the key of the parameter accesskeyid may not use the bucket images; grant its user oss:ListObjects and the other actions that the documentation names',
  ],
  [
    'OSS moves no data at its public hosts for a new account',
    { emulator: newAccount },
    'CONFIG_INVALID',
    "oss: OSS does not serve the data of images at its public hosts, as of all accounts since March 2025; set internal on Aliyun's network, or endpoint to a domain of the bucket",
  ],
  [
    'the credential file is missing',
    { parameters: { credentialfile: '/nowhere/key.json' } },
    'CONFIG_INVALID',
    'oss: the file /nowhere/key.json of the parameter credentialfile cannot be read: ENOENT',
  ],
  [
    'the clock is refused whatever it says',
    { fault: { code: 'RequestTimeTooSkewed' } },
    'CONFIG_INVALID',
    'oss: OSS refuses the time of this machine, which is',
  ],
  [
    'there is no TLS at the endpoint',
    { parameters: (url) => ({ endpoint: url.replace('http:', 'https:') }) },
    'CONFIG_INVALID',
    'check the parameters secure and endpoint, or set skipverify to take any certificate',
  ],
  [
    'nobody listens at the endpoint',
    { parameters: { endpoint: 'http://127.0.0.1:1' } },
    'UNAVAILABLE',
    'oss: 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1; check the network and the parameter endpoint',
  ],
  ['OSS throttles', { fault: { code: 'QpsLimitExceeded' } }, 'RATE_LIMITED', 'oss: GetBucket: OSS throttles'],
])

test('a new account starts at an internal host', async () => {
  await using driver = await start({ emulator: newAccount, parameters: { internal: true } })
  expect(driver.name).toBe('oss')
})

describeWrongClock(start, 'oss', 'OSS')

test.each([
  [{}, ['GetBucket registry/', 'HeadObject moorage']],
  [{ internal: true }, ['GetBucket registry/']],
])('a start with %j costs %j', async (parameters, expected) => {
  await using emulator = await startBucket()
  await using driver = await openOssDriver(optionsFor(emulator, { rootdirectory: '/registry', ...parameters }), {})
  const sent = emulator.requests.list().map(({ operation, key, query }) => `${operation} ${query['prefix'] ?? key}`)
  expect(sent).toEqual(expected)
  expect(driver.capabilities).toMatchObject({
    redirect: true,
    append: 'resume-upload',
    maxSingleCopySizeBytes: 1024 ** 3,
  })
})
