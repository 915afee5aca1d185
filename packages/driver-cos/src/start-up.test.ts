import type { StorageDriver } from '@moorage/driver-core'
import { type Account, defaultAccount, type EmulatorOptions } from '@moorage/object-store-emulator'
import { describe, expect, test } from 'vitest'
import { openCosDriver } from './open-cos-driver.ts'
import { optionsFor, startBucket } from './testing/test-bucket.ts'

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
  return await openCosDriver(
    optionsFor(emulator, { endpoint: endpoint(emulator.url), ...setup.parameters }),
    { warn },
    impatient,
  )
}

const temporary: Account = { id: 'temporary', secret: 'temporary-secret', token: 'token' }
const expired: Account = { ...temporary, tokenExpiresAt: new Date(0) }
const temporaryKeys = { secretid: temporary.id, secretkey: temporary.secret, sessiontoken: temporary.token }

describe('a driver that cannot work starts with a sentence that says what to do', () => {
  test.each<[string, Setup, string, string]>([
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
      { endpoint: (url) => url.replace('http:', 'https:') },
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
  ])('when %s', async (_title, setup, code, sentence) => {
    const error: unknown = await start(setup).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'DriverError', code, message: expect.stringContaining(sentence) })
    expect(String(error)).not.toMatch(/a-wrong-secret|emulator-secret-key|temporary-secret/)
  })
})

test('a driver whose host does not exist says so', async () => {
  const error: unknown = await start({ endpoint: () => 'http://cos.invalid' }).catch((reason: unknown) => reason)
  // Without a name server at all, nobody can know.
  expect(String(error)).toMatch(
    /cos: (?:there is no host images-1250000000\.cos\.invalid|.* cannot be reached: getaddrinfo EAI_AGAIN.*)/,
  )
  expect(String(error)).toContain('check the')
})

describe('a clock that is wrong', () => {
  test.each([
    [3_600_000, /^cos: the clock of this machine is (3599|3600) seconds behind that of COS; .*set the clock right/],
    [-3_600_000, /^cos: the clock of this machine is 36\d\d seconds ahead of that of COS/],
  ])('by %i ms is worked with, and its operator told', async (clockOffsetMs, warning) => {
    const warnings: string[] = []
    await using driver = await start({ clockOffsetMs, warn: (message) => warnings.push(message) })
    expect(driver.name).toBe('cos')
    expect(warnings).toEqual([expect.stringMatching(warning)])
  })
})

test('a start costs one request, of one key below the root', async () => {
  await using emulator = await startBucket()
  await using driver = await openCosDriver(optionsFor(emulator, { rootdirectory: '/a/b/' }), {})
  expect(driver.capabilities).toMatchObject({ redirect: true, append: 'resume-upload', minPartSizeBytes: 5_242_880 })
  expect(
    emulator.requests.list().map(({ operation, query }) => [operation, query['prefix'], query['max-keys']]),
  ).toEqual([['GetBucket', 'a/b/', '1']])
})
