import { type Account, defaultAccount } from '@moorage/object-store-emulator'
import { createDriverStarter, describeFailingStarts, describeWrongClock } from '@moorage/testkit/driver'
import { afterEach, expect, test, vi } from 'vitest'
import { openS3Driver } from './open-s3-driver.ts'
import { optionsFor, startBucket } from './testing/test-bucket.ts'

const start = createDriverStarter(startBucket, (emulator, parameters, context, settings) =>
  openS3Driver(optionsFor(emulator, parameters), context, settings),
)

const temporary: Account = { id: 'temporary', secret: 'temporary-secret', token: 'token' }
const expired: Account = { ...temporary, tokenExpiresAt: new Date(0) }
const temporaryKeys = { accesskey: temporary.id, secretkey: temporary.secret, sessiontoken: temporary.token }

afterEach(() => vi.unstubAllEnvs())

/** Leaves the SDK nothing to find credentials in. */
function hideCredentials(): void {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE']) {
    vi.stubEnv(name, undefined)
  }
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  for (const name of ['AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE']) vi.stubEnv(name, '/nowhere/file')
}

const secrets = ['a-wrong-secret', defaultAccount.secret, temporary.secret]

describeFailingStarts(start, secrets, [
  [
    'the bucket is missing',
    { parameters: { bucket: 'other' } },
    'CONFIG_INVALID',
    's3: there is no bucket other; create it, or correct the parameters bucket and region',
  ],
  [
    'the region is another one',
    { parameters: { region: 'us-west-2' } },
    'CONFIG_INVALID',
    's3: the bucket images is in the region eu-central-1 and not in us-west-2; correct the parameter region',
  ],
  [
    'the key is unknown',
    { parameters: { accesskey: 'nobody' } },
    'CONFIG_INVALID',
    's3: S3 does not know the key of the parameter accesskey; temporary keys need the parameter sessiontoken as well',
  ],
  [
    'the token is that of another key',
    { parameters: { ...temporaryKeys, sessiontoken: 'other' }, emulator: { accounts: [temporary] } },
    'CONFIG_INVALID',
    's3: the token of the parameter sessiontoken is not that of the accesskey',
  ],
  [
    'the token has expired',
    { parameters: temporaryKeys, emulator: { accounts: [expired] } },
    'CONFIG_INVALID',
    's3: the temporary credentials have expired',
  ],
  [
    'the secret is wrong',
    { parameters: { secretkey: 'a-wrong-secret' } },
    'CONFIG_INVALID',
    's3: the parameter secretkey is not the one that belongs to the accesskey',
  ],
  [
    'the key has no right to the bucket',
    { emulator: { accounts: [{ ...defaultAccount, permissions: ['GetObject'] }] } },
    'ACCESS_DENIED',
    's3: the key of the parameter accesskey may not list the bucket images; grant s3:ListBucket, and what else the documentation names',
  ],
  [
    'the clock is refused whatever it says',
    { fault: { code: 'RequestTimeTooSkewed' } },
    'CONFIG_INVALID',
    's3: S3 refuses the time of this machine, which is',
  ],
  [
    'there is no TLS at the endpoint',
    { parameters: (url) => ({ regionendpoint: url.replace('http:', 'https:') }) },
    'CONFIG_INVALID',
    'check the parameters secure and regionendpoint, or set skipverify to take any certificate',
  ],
  [
    'nobody listens at the endpoint',
    { parameters: { regionendpoint: 'http://127.0.0.1:1' } },
    'UNAVAILABLE',
    's3: 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1; check the network and the parameter regionendpoint',
  ],
  ['S3 throttles', { fault: { code: 'SlowDown' } }, 'RATE_LIMITED', 's3: GetBucket: S3 throttles'],
])

test('a driver that has no credentials ends its start with a sentence that says where they are looked for', async () => {
  hideCredentials()
  const error: unknown = await start({ parameters: { accesskey: '', secretkey: '' } }).catch((reason) => reason)
  expect(error).toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('s3: there are no credentials: set the parameters accesskey and secretkey'),
  })
})

test('credentials of the environment are used when the configuration has none', async () => {
  hideCredentials()
  vi.stubEnv('AWS_ACCESS_KEY_ID', temporary.id)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', temporary.secret)
  vi.stubEnv('AWS_SESSION_TOKEN', temporary.token)
  const parameters = { accesskey: '', secretkey: '' }
  await using driver = await start({ parameters, emulator: { accounts: [temporary] } })
  expect(driver.name).toBe('s3')
})

describeWrongClock(start, 's3', 'S3')

test('a log level is warned of, for it has no effect', async () => {
  const warnings: string[] = []
  await using driver = await start({ parameters: { loglevel: 'debug' }, warn: (message) => warnings.push(message) })
  expect(driver.name).toBe('s3')
  expect(warnings).toEqual([expect.stringContaining('s3: the parameter loglevel has no effect')])
})

test('a start costs one request', async () => {
  await using emulator = await startBucket()
  await using driver = await openS3Driver(optionsFor(emulator, { rootdirectory: '/registry' }), {})
  expect(emulator.requests.list().map(({ operation, query }) => [operation, query['prefix']])).toEqual([
    ['GetBucket', 'registry/'],
  ])
  expect(driver.capabilities).toMatchObject({ redirect: true, append: 'resume-upload', move: 'copy-then-delete' })
})
