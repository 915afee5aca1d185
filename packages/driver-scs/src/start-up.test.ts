import { defaultAccount } from '@moorage/object-store-emulator'
import { createDriverStarter, describeFailingStarts, describeWrongClock } from '@moorage/testkit/driver'
import { expect, test } from 'vitest'
import { openScsDriver } from './open-scs-driver.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const start = createDriverStarter(startBucket, (emulator, parameters, context, settings) =>
  openScsDriver(optionsFor(emulator, parameters), context, settings),
)

const secrets = ['a-wrong-secret', defaultAccount.secret]

describeFailingStarts(start, secrets, [
  [
    'the bucket is missing',
    { parameters: { bucket: 'other' } },
    'CONFIG_INVALID',
    'scs: there is no bucket other; create it, or correct the parameters bucket and region',
  ],
  [
    'the key is unknown',
    { parameters: { accesskey: 'nobody' } },
    'CONFIG_INVALID',
    'scs: SCS does not know the key of the parameter accesskey',
  ],
  [
    'the secret is wrong',
    { parameters: { secretkey: 'a-wrong-secret' } },
    'CONFIG_INVALID',
    'scs: the parameter secretkey is not the one that belongs to the accesskey',
  ],
  [
    'the key has no right to the bucket',
    { emulator: { accounts: [{ ...defaultAccount, permissions: ['Read'] }] } },
    'ACCESS_DENIED',
    'scs: the key of the parameter accesskey may not list the bucket images; grant the rights to list, read, write and delete',
  ],
  [
    'the clock is refused whatever it says',
    { fault: { code: 'RequestTimeTooSkewed' } },
    'CONFIG_INVALID',
    'scs: SCS refuses the time of this machine',
  ],
  [
    'nobody listens at the endpoint',
    { parameters: { endpoint: 'http://127.0.0.1:1' } },
    'UNAVAILABLE',
    'scs: 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1; check the network and the parameter endpoint',
  ],
  ['SCS throttles', { fault: { code: 'SlowDown' } }, 'RATE_LIMITED', 'scs: GetBucket: SCS throttles'],
])

describeWrongClock(start, 'scs', 'SCS')

test.each([
  ['bjcnc', 'shctc', 'shctc', 'shctc.scs.sohucs.com'],
  ['bjcnc-internal', 'shctc', 'shctc-internal', 'shctc.scs-in.sohucs.com'],
])('configured for %s, a bucket in %s is used at %s, with a warning', async (region, actual, found, host) => {
  const warnings: string[] = []
  await using emulator = await startBucket({ buckets: [{ service: 'scs', name: bucketName, region: actual }] })
  const options = optionsFor(emulator, { endpoint: undefined, region })
  // In the place of the hosts of SCS.
  const connectTo = { host: '127.0.0.1', port: emulator.port }
  await using driver = await openScsDriver(options, { warn: (message) => warnings.push(message) }, { connectTo })
  const url = await driver.redirectUrl('/a', { method: 'GET' })
  expect(url?.host).toBe(host)
  expect(warnings).toEqual([
    `scs: the bucket images is not in the region ${region} but in ${found}, at ${host}; set the parameter region to ${found}`,
  ])
})

test('a start costs one request', async () => {
  await using emulator = await startBucket()
  await using driver = await openScsDriver(optionsFor(emulator, { rootdirectory: '/registry' }), {})
  expect(emulator.requests.list().map(({ operation, query }) => [operation, query['prefix']])).toEqual([
    ['GetBucket', 'registry/'],
  ])
  expect(driver.capabilities).toMatchObject({ redirect: true, append: 'resume-upload', move: 'rename' })
})
