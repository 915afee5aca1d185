import { type Account, defaultAccount } from '@moorage/object-store-emulator'
import { createDriverStarter, describeFailingStarts, describeWrongClock } from '@moorage/testkit/driver'
import { expect, test } from 'vitest'
import { openCosDriver } from './open-cos-driver.ts'
import { optionsFor, startBucket } from './testing/test-bucket.ts'

const start = createDriverStarter(startBucket, (emulator, parameters, context, settings) =>
  openCosDriver(optionsFor(emulator, parameters), context, settings),
)

const temporary: Account = { id: 'temporary', secret: 'temporary-secret', token: 'token' }
const expired: Account = { ...temporary, tokenExpiresAt: new Date(0) }
const temporaryKeys = { secretid: temporary.id, secretkey: temporary.secret, sessiontoken: temporary.token }

const secrets = ['a-wrong-secret', defaultAccount.secret, temporary.secret]

describeFailingStarts(start, secrets, [
  [
    'the bucket is missing',
    { parameters: { bucket: 'other-1250000000' } },
    'CONFIG_INVALID',
    'cos: there is no bucket other-1250000000 in the region ap-guangzhou; create it there, or correct the parameters bucket, appid and region',
  ],
  [
    'the region is another one',
    { parameters: { region: 'ap-beijing' } },
    'CONFIG_INVALID',
    'cos: there is no bucket images-1250000000 in the region ap-beijing; create it there, or correct the parameters bucket, appid and region',
  ],
  [
    'the key is unknown',
    { parameters: { secretid: 'nobody' } },
    'CONFIG_INVALID',
    'cos: COS does not know the key of the parameter secretid; temporary keys need the parameter sessiontoken as well',
  ],
  [
    'the token is that of another key',
    { parameters: { ...temporaryKeys, sessiontoken: 'other' }, emulator: { accounts: [temporary] } },
    'CONFIG_INVALID',
    'cos: COS does not know the key of the parameter secretid, or the sessiontoken is that of another key',
  ],
  [
    'the token has expired',
    { parameters: temporaryKeys, emulator: { accounts: [expired] } },
    'CONFIG_INVALID',
    'cos: the temporary credentials of the parameter sessiontoken have expired',
  ],
  [
    'the secret is wrong',
    { parameters: { secretkey: 'a-wrong-secret' } },
    'CONFIG_INVALID',
    'cos: the parameter secretkey is not the one that belongs to the secretid',
  ],
  [
    'the key has no right to the bucket',
    { emulator: { accounts: [{ ...defaultAccount, permissions: ['GetObject'] }] } },
    'ACCESS_DENIED',
    'cos: the key of the parameter secretid may not list the bucket images-1250000000; grant its user GetBucket and the other actions that the documentation names',
  ],
  [
    'the clock is refused whatever it says',
    { fault: { code: 'RequestTimeTooSkewed' } },
    'CONFIG_INVALID',
    'cos: COS refuses the time of this machine, which is',
  ],
  [
    'acceleration is not enabled',
    { parameters: { accelerate: true }, fault: { code: 'BucketAccelerateNotEnabled' } },
    'CONFIG_INVALID',
    'cos: GetBucket: the bucket has no global acceleration; enable it, or take away the parameter accelerate',
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
    'cos: 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1; check the network and the parameter endpoint',
  ],
  ['COS throttles', { fault: { code: 'SlowDown' } }, 'RATE_LIMITED', 'cos: GetBucket: COS throttles'],
])

test('a driver whose host does not exist says so', async () => {
  const error: unknown = await start({ parameters: { endpoint: 'http://cos.invalid' } }).catch((reason) => reason)
  // Without a name server at all, nobody can know.
  expect(String(error)).toMatch(
    /cos: (?:there is no host images-1250000000\.cos\.invalid|.* cannot be reached: getaddrinfo EAI_AGAIN.*)/,
  )
  expect(String(error)).toContain('check the')
})

describeWrongClock(start, 'cos', 'COS')

test('a start costs one request, of one key below the root', async () => {
  await using emulator = await startBucket()
  await using driver = await openCosDriver(optionsFor(emulator, { rootdirectory: '/a/b/' }), {})
  expect(driver.capabilities).toMatchObject({ redirect: true, append: 'resume-upload', minPartSizeBytes: 5_242_880 })
  expect(
    emulator.requests.list().map(({ operation, query }) => [operation, query['prefix'], query['max-keys']]),
  ).toEqual([['GetBucket', 'a/b/', '1']])
})
