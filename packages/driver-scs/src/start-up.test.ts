import type { StorageDriver } from '@moorage/driver-core'
import { defaultAccount, type EmulatorOptions } from '@moorage/object-store-emulator'
import { describe, expect, test } from 'vitest'
import type { ScsClientSettings } from './client.ts'
import { openScsDriver } from './open-scs-driver.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const impatient = { retry: { tries: 2, firstDelayMs: 1, firstThrottleDelayMs: 1 }, timeouts: { connectTimeoutMs: 300 } }

interface Setup {
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly emulator?: Partial<EmulatorOptions>
  readonly fault?: { readonly code: string }
  readonly warn?: (message: string) => void
  /** Sends requests to the hosts of SCS, which are at the emulator. */
  readonly atOwnHosts?: boolean
}

async function start({ parameters, emulator: options, fault, warn, atOwnHosts }: Setup): Promise<StorageDriver> {
  await using emulator = await startBucket(options)
  if (fault !== undefined) emulator.faults.add({ count: 'always', fault: { kind: 'error', ...fault } })
  const settings: ScsClientSettings = {
    ...impatient,
    ...(atOwnHosts === true && { connectTo: { host: '127.0.0.1', port: emulator.port } }),
  }
  const place = atOwnHosts === true ? { endpoint: undefined } : {}
  return await openScsDriver(optionsFor(emulator, { ...place, ...parameters }), { warn }, settings)
}

describe('a driver that cannot work ends its start with a sentence that says what to do', () => {
  test.each<[string, Setup, string, string]>([
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
  ])('when %s', async (_title, setup, code, sentence) => {
    const error: unknown = await start(setup).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'DriverError', code, message: expect.stringContaining(sentence) })
    expect(String(error)).not.toMatch(/a-wrong-secret|emulator-secret-key/)
  })
})

test.each([
  ['bjcnc', 'shctc', 'shctc', 'shctc.scs.sohucs.com'],
  ['bjcnc-internal', 'shctc', 'shctc-internal', 'shctc.scs-in.sohucs.com'],
])('configured for %s, a bucket in %s is used at %s, with a warning', async (region, actual, found, host) => {
  const warnings: string[] = []
  const bucket = { service: 'scs', name: bucketName, region: actual } as const
  const warn = (message: string): unknown => warnings.push(message)
  const setup = { parameters: { region }, emulator: { buckets: [bucket] }, atOwnHosts: true, warn }
  await using driver = await start(setup)
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
