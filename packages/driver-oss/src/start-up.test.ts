import type { StorageDriver } from '@moorage/driver-core'
import { type Account, defaultAccount, type EmulatorOptions } from '@moorage/object-store-emulator'
import { expect, test } from 'vitest'
import { openOssDriver } from './open-oss-driver.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const impatient = { retry: { tries: 2, firstDelayMs: 1, firstThrottleDelayMs: 1 }, timeouts: { connectTimeoutMs: 300 } }

interface Setup {
  readonly parameters?: Readonly<Record<string, unknown>>
  /** The endpoint, by its URL: the emulator's own. */
  readonly endpoint?: (url: string) => string
  readonly emulator?: Partial<EmulatorOptions>
  readonly clockOffsetMs?: number
  readonly fault?: { readonly code: string }
  readonly warn?: (message: string) => void
}

async function start(setup: Setup): Promise<StorageDriver> {
  const { clockOffsetMs, fault, warn, endpoint = (url: string) => url } = setup
  await using emulator = await startBucket(setup.emulator)
  if (clockOffsetMs !== undefined) {
    emulator.faults.add({ count: 'always', fault: { kind: 'clock-offset', ms: clockOffsetMs } })
  }
  if (fault !== undefined) emulator.faults.add({ count: 'always', fault: { kind: 'error', ...fault } })
  const parameters = { endpoint: endpoint(emulator.url), ...setup.parameters }
  return await openOssDriver(optionsFor(emulator, parameters), { warn }, impatient)
}

const temporary: Account = { id: 'temporary', secret: 'temporary-secret', token: 'token' }
const expired: Account = { ...temporary, tokenExpiresAt: new Date(0) }
const temporaryKeys = { accesskeyid: temporary.id, accesskeysecret: temporary.secret, ststoken: temporary.token }
const newAccount = {
  buckets: [{ service: 'oss', name: bucketName, region: 'cn-hangzhou', forbidsPublicEndpoint: true }],
}

test.each<[string, Setup, string, string]>([
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
    {
      fault: { code: 'InvalidArgument', message: 'Invalid signing region in Authorization header.' } as {
        code: string
      },
    },
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
    { emulator: newAccount as Partial<EmulatorOptions> },
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
    { endpoint: (url) => url.replace('http:', 'https:') },
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
])('when %s a driver ends its start with a sentence that says what to do', async (_title, setup, code, sentence) => {
  const error: unknown = await start(setup).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'DriverError', code, message: expect.stringContaining(sentence) })
  expect(String(error)).not.toMatch(/a-wrong-secret|emulator-secret-key|temporary-secret/)
})

test('a new account starts at an internal host', async () => {
  await using driver = await start({ emulator: newAccount as Partial<EmulatorOptions>, parameters: { internal: true } })
  expect(driver.name).toBe('oss')
})

test('a clock that is wrong is worked with, and its operator told', async () => {
  const warnings: string[] = []
  await using driver = await start({ clockOffsetMs: 3_600_000, warn: (message) => warnings.push(message) })
  expect(driver.name).toBe('oss')
  expect(warnings).toEqual([expect.stringMatching(/^oss: the clock of this machine is \d+ seconds behind that of OSS/)])
})

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
